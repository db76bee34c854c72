"""Fuzz the loader towards code not reached yet: `python -m tests.fuzz.loader FOLDER [libFuzzer options]`.

The folder takes the seeds, the dictionary, what is found on the way and the input that broke a promise. Ends
with exit code 0 when all runs kept every promise.
"""

from __future__ import annotations

import sys
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["opsgen.load", "opsgen.schema", "opsgen.tables"]):
    from opsgen.schema.fields import kinds
    from tests.fuzz import promises
    from tests.fuzz.pieces import BYTES, TOKENS, encoded, seeds

LONGEST = 4096


def one(content: bytes) -> None:
    """One input: what is promised of a file holds, and a schema (by the length) reads it or says why not."""
    promises.read_as(content, kinds()[len(content) % len(kinds())])


def prepared(folder: Path) -> list[str]:
    """The arguments of libFuzzer for seeds and dictionary, which are written into the folder."""
    corpus = folder / "corpus"
    corpus.mkdir(parents=True, exist_ok=True)
    for number, content in enumerate(seeds()):
        (corpus / f"seed-{number}").write_bytes(content)
    words = [*(encoded(token) for token in TOKENS), *BYTES]
    quoted = ('"' + "".join(f"\\x{byte:02x}" for byte in word) + '"\n' for word in words)
    (folder / "dictionary").write_text("".join(quoted), encoding="ascii")
    return [f"-dict={folder / 'dictionary'}", f"-artifact_prefix={folder}/", str(corpus)]


def main(folder: Path, options: list[str]) -> None:
    """Run until the options say stop, or a promise is broken."""
    arguments = [sys.argv[0], f"-max_len={LONGEST}", "-timeout=20", *options, *prepared(folder)]
    atheris.Setup(arguments, one)
    atheris.Fuzz()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
