"""Findings about the team's own fields, and the file that types them."""

from __future__ import annotations

from opsgen.explain.explanation import Explanation

EXPLANATIONS = (
    Explanation(
        "malformed-definition",
        "error",
        """
        Something in `extra.schema.json` cannot be meant: a field of which nothing says what it holds,
        a reference that leads nowhere, limits that no value keeps.

        The file decides what is right in all projects, so nothing in it is guessed. A reference names
        a definition of the same file, and that no further one. A regular expression is one that is
        matched in no more time for an odd text than for a plain one: without look-around and back
        references.

        Example:
            # wrong
            # in extra.schema.json
            {"$defs": {"project": {"properties": {"x-brand": {"title": "Brand"}}}}}
            # right
            # in extra.schema.json
            {"$defs": {"project": {"properties": {"x-brand": {"title": "Brand", "type": "string"}}}}}
        """,
    ),
    Explanation(
        "not-json",
        "error",
        """
        `extra.schema.json` is not JSON.

        Editors and other programs read the file as well, and they take nothing else: names and texts in
        double quotes, a comma between two entries and none behind the last, no comments. A note goes
        into `"$comment"`.

        Example:
            # wrong
            # in extra.schema.json
            {"$defs": {"project": {"properties": {"x-brand": {"type": "string",}}}}}
            # right
            # in extra.schema.json
            {"$defs": {"project": {"properties": {"x-brand": {"type": "string"}}}}}
        """,
    ),
    Explanation(
        "too-short",
        "error",
        """
        A text is shorter than `extra.schema.json` allows.

        The team has said how long it must be at least, with `minLength`.

        Example:
            # wrong
            x-reason: no
            # in extra.schema.json
            {"$defs": {"project": {"properties": {"x-reason": {"type": "string", "minLength": 10}}}}}
            # right
            x-reason: asked for by the shops
            # in extra.schema.json
            {"$defs": {"project": {"properties": {"x-reason": {"type": "string", "minLength": 10}}}}}
        """,
    ),
    Explanation(
        "unknown-custom-field",
        "warning",
        """
        `extra.schema.json` names no field of this name here.

        Where a team types its own fields, one that is not among them is mostly a slip of the pen. It is
        not checked and not shown. Where there is no such file, every `x-…` is passed over.

        Example:
            # wrong
            x-brnd: Tea Words
            # in extra.schema.json
            {"$defs": {"project": {"properties": {"x-brand": {"type": "string"}}}}}
            # right
            x-brand: Tea Words
            # in extra.schema.json
            {"$defs": {"project": {"properties": {"x-brand": {"type": "string"}}}}}
        """,
    ),
    Explanation(
        "unused-definition",
        "warning",
        """
        A definition of `extra.schema.json` is no kind of item, and no field refers to it.

        Kinds of item have one name here, in the singular: `risk`, `budget-line`. Fields under any other
        name belong to nothing, and nobody checks them.

        Example:
            # wrong
            # in extra.schema.json
            {"$defs": {"risks": {"type": "object", "properties": {"x-policy": {"type": "string"}}}}}
            # right
            # in extra.schema.json
            {"$defs": {"risk": {"type": "object", "properties": {"x-policy": {"type": "string"}}}}}
        """,
    ),
)
