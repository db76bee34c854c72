"""Changes to files of the user's by spans of their text: all that is not meant stays as it was typed."""

from opsgen.edit.files import put, put_all
from opsgen.edit.refusal import RefusedError
from opsgen.edit.same import same
from opsgen.edit.source import Edit, Source, opened

__all__ = ["Edit", "RefusedError", "Source", "opened", "put", "put_all", "same"]
