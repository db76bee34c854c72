"""Which findings `opsgen fix` may mend; a test holds this against what carries a repair."""

from opsgen.words import message

MENDS = message("`opsgen fix` mends it where only one thing can be meant.")
MENDED = frozenset(
    (
        "ambiguous-value",
        "bad-escape",
        "control-character",
        "encoding",
        "full-width-digits",
        "full-width-punctuation",
        "full-width-separator",
        "hidden-character",
        "key-not-text",
        "leading-zero",
        "malformed-value",
        "missing-dash",
        "missing-id",
        "missing-space",
        "not-a-date",
        "not-a-period",
        "not-an-amount",
        "number-too-large",
        "odd-space",
        "reserved-character",
        "split-by-comma",
        "tab-indentation",
        "text-after-value",
        "unknown-field",
        "unknown-reference",
        "unknown-value",
        "unopened",
        "unquoted-at",
        "unquoted-colon",
        "unquoted-percent",
        "wrong-type",
    )
)
