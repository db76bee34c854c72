"""Scripts of the workshop; none is part of opsgen."""
