"""What the history says, for pages: what an audience may see of it, in words, and where it leads."""
