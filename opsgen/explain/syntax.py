"""Findings about YAML: what it cannot read, or reads as something else than its writer meant."""

from __future__ import annotations

from opsgen.explain.explanation import Explanation

EXPLANATIONS = (
    Explanation(
        "ambiguous-value",
        "warning",
        """
        A value without quotes is a text here and something else for other tools.

        `yes`, `off`, `12:30` and `1_000` are booleans, times and numbers for tools of YAML 1.1, and
        so is `0x1F` a number: what a spreadsheet or an editor makes of the file differs from what
        opsgen shows. Quotes settle it.

        Example:
            # wrong
            summary: yes
            # right
            summary: "yes"
        """,
    ),
    Explanation(
        "bad-escape",
        "error",
        r"""
        A backslash in double quotes begins an escape that does not exist.

        In double quotes `\n` means a new line and `\t` a tab, so the path of a Windows folder
        cannot stand there. In single quotes a backslash is only a backslash.

        Example:
            # wrong
            summary: "The files lie in C:\data"
            # right
            summary: 'The files lie in C:\data'
        """,
    ),
    Explanation(
        "curly-quotes",
        "warning",
        """
        Curly quotes stand round a value, where straight ones were meant.

        YAML knows `"…"` and `'…'` only. The curly quotes of a word processor or of a Chinese keyboard
        become a part of the text: they are shown on every page, and neither a comma nor a colon is safe
        between them. Where they belong to the text, straight quotes around them say so.

        Example:
            # wrong
            summary: “Gift for members”
            # right
            summary: "Gift for members"
        """,
    ),
    Explanation(
        "cut-by-hash",
        "warning",
        """
        A value ends where a `#` behind a space begins a comment.

        What stands behind it is never shown to anybody. Quotes keep it; a comment that is meant as
        one takes a space after the `#`.

        Example:
            # wrong
            summary: Order box #3 for the shops
            # right
            summary: "Order box #3 for the shops"
        """,
    ),
    Explanation(
        "duplicate-key",
        "error",
        """
        The same field stands twice in one place.

        Other tools take the last one without a word; somebody wrote the first one for a reason.
        Keep one of them.

        Example:
            # wrong
            priority: 2
            priority: 3
            # right
            priority: 2
        """,
    ),
    Explanation(
        "full-width-digits",
        "warning",
        """
        A number is written with full-width digits.

        They come from a Chinese keyboard and look like digits, but no program counts with them, and no
        search for the number finds them.

        Example:
            # wrong
            summary: ６１８
            # right
            summary: "618"
        """,
    ),
    Explanation(
        "full-width-punctuation",
        "error",
        """
        Chinese punctuation stands where YAML needs its ASCII twin.

        Inside a text full-width characters are welcome. Between a field and its value, between the
        entries of `[…]` and as dashes, brackets and quotes they are only letters for YAML.

        Example:
            # wrong
            summary： Members come back
            # right
            summary: Members come back
        """,
    ),
    Explanation(
        "full-width-separator",
        "warning",
        """
        Chinese commas stand between the entries of a list in brackets, so it has one entry.

        Only `, ` separates entries. Where it is meant as one entry with a comma in it, quotes around it
        say so.

        Example:
            # wrong
            tags: [预售，直播]
            # right
            tags: [预售, 直播]
        """,
    ),
    Explanation(
        "indentation",
        "error",
        """
        The spaces at the beginning of a line fit no level above it.

        In YAML the indentation says what belongs to what. Fields of one thing begin in the same
        column, with two more spaces than what they belong to; every entry of a list begins with a
        dash on a line of its own.

        Example:
            # wrong
            charter:
              purpose: Members come back
             background: Few did
            # right
            charter:
              purpose: Members come back
              background: Few did
        """,
    ),
    Explanation(
        "key-not-text",
        "error",
        """
        What stands before a colon is not the name of a field: a number, `true`, nothing, a list or
        a mapping.

        Often a value that begins with a brace or bracket lacks its quotes, or a name is missing.

        Example:
            # wrong
            2026: The year of the members
            # right
            summary: "2026: The year of the members"
        """,
    ),
    Explanation(
        "leading-zero",
        "error",
        """
        A number without quotes begins with a zero.

        As a number it would lose the zero, and some tools read it in base eight. Codes and
        telephone numbers take quotes; an amount goes without the zero.

        Example:
            # wrong
            code: 0071
            # right
            code: "0071"
        """,
    ),
    Explanation(
        "merge-key",
        "error",
        """
        A merge key (`<<`) would mix the fields of another place into this one.

        Readers of a change could not see what it changes, and YAML 1.2 does not know merge keys any
        more. Write the fields out.

        Example:
            # wrong
            x-usual: &usual {schedule_days: 10}
            tolerance: {<<: *usual, cost_pct: 5}
            # right
            tolerance: {schedule_days: 10, cost_pct: 5}
        """,
    ),
    Explanation(
        "missing-colon",
        "error",
        """
        A line has no `field: value`.

        Perhaps it continues the text above: then it is indented, or the text begins with `|` or
        `>`. Perhaps only the colon is missing.

        Example:
            # wrong
            summary Members come back
            # right
            summary: Members come back
        """,
    ),
    Explanation(
        "missing-dash",
        "error",
        """
        An entry of a list begins without its dash.

        Every entry begins with `- `, and all dashes of a list stand below each other.

        Example:
            # wrong
            risks:
              - {id: R1, title: Supplier late, probability: 2, impact: 2}
                {id: R2, title: Gift breaks, probability: 1, impact: 2}
            # right
            risks:
              - {id: R1, title: Supplier late, probability: 2, impact: 2}
              - {id: R2, title: Gift breaks, probability: 1, impact: 2}
        """,
    ),
    Explanation(
        "missing-space",
        "error",
        """
        No space follows the colon behind the name of a field.

        Without the space YAML takes the whole line for one word.

        Example:
            # wrong
            summary:Members come back
            # right
            summary: Members come back
        """,
    ),
    Explanation(
        "missing-value",
        "error",
        """
        A comma in `[…]` or `{…}` has nothing before it.

        Write the value that is missing, or delete the comma.

        Example:
            # wrong
            tags: [gift, , members]
            # right
            tags: [gift, members]
        """,
    ),
    Explanation(
        "not-a-finite-number",
        "error",
        """
        A value such as `.nan` or `.inf`, or a number beyond all measure, cannot be counted with.

        One such value would make every sum and average around it worthless. What is not known is
        left out.

        Example:
            # wrong
            priority: .nan
            # right
            priority: 2
        """,
    ),
    Explanation(
        "number-too-large",
        "error",
        """
        A number has more digits than a number can keep.

        From about sixteen digits on the last ones would change unnoticed. It is probably the number
        of an order or an account: a text, so it takes quotes.

        Example:
            # wrong
            code: 6222020000012345678
            # right
            code: "6222020000012345678"
        """,
    ),
    Explanation(
        "odd-space",
        "error",
        """
        A line is indented with a space that is no plain one, such as the wide space of Chinese
        input.

        It looks like a space, and for YAML it is a letter. Delete the beginning of the line and
        type plain spaces.

        Example:
            # wrong
            charter:
            　purpose: Members come back
            # right
            charter:
              purpose: Members come back
        """,
    ),
    Explanation(
        "recursive-alias",
        "error",
        """
        An `*alias` stands inside the very thing that it repeats.

        Repeated within itself it would have no end. Write out what is meant.

        Example:
            # wrong
            x-notes: &notes [First, *notes]
            # right
            x-notes: [First, Second]
        """,
    ),
    Explanation(
        "reserved-character",
        "error",
        """
        A value begins with a character that YAML keeps for itself, such as a backtick, `&`, `*` or
        `>`.

        Quotes around the value make it a text.

        Example:
            # wrong
            summary: `opsgen build` makes the site
            # right
            summary: "`opsgen build` makes the site"
        """,
    ),
    Explanation(
        "several-documents",
        "error",
        """
        A line `---` begins a second document in the same file.

        One file holds one thing, so that everybody knows where it stands. Make two files, or delete
        the line; in a text of several lines the line is indented with it.

        Example:
            # wrong
            summary: Members come back
            ---
            notes: Few did
            # right
            summary: Members come back
            notes: Few did
        """,
    ),
    Explanation(
        "split-by-comma",
        "error",
        """
        A comma in a text between braces begins a new field, and cuts the text in two.

        Between braces a comma is a sign of YAML. Quotes around the text keep it whole; a number is
        written without commas.

        Example:
            # wrong
            milestones:
              - {id: M1, title: Plan, build and ship, forecast: 2026-12-01}
            # right
            milestones:
              - {id: M1, title: "Plan, build and ship", forecast: 2026-12-01}
        """,
    ),
    Explanation(
        "tab-indentation",
        "error",
        """
        A line is indented with a tab.

        A tab is as wide as each editor likes, so YAML allows only spaces. Most editors can be told
        to write spaces when the tab key is pressed.

        Example:
            # wrong
            charter:
            \tpurpose: Members come back
            # right
            charter:
              purpose: Members come back
        """,
    ),
    Explanation(
        "tag",
        "error",
        """
        A value bears a YAML tag, a word that begins with `!`.

        Tags tell programs to make something else of a value, even to run code; here values are what
        they look like. A text that begins with `!` takes quotes.

        Example:
            # wrong
            summary: !important Members come back
            # right
            summary: "!important Members come back"
        """,
    ),
    Explanation(
        "text-after-value",
        "error",
        """
        A value has ended with a quote or bracket, and more text follows on the line.

        A text that begins with a quote ends at the next one, and one that begins with `[` is a list. Put
        the whole text in quotes, and use other quotes inside it.

        Example:
            # wrong
            summary: "Gift" for members
            # right
            summary: "“Gift” for members"
        """,
    ),
    Explanation(
        "unclosed",
        "error",
        """
        A bracket, a brace or a quote is opened and never closed.

        Everything up to the end of the file then belongs to it. The finding stands where it opens.

        Example:
            # wrong
            tags: [gift, members
            # right
            tags: [gift, members]
        """,
    ),
    Explanation(
        "unknown-alias",
        "error",
        """
        An `*alias` repeats something that has no `&name` before it.

        Mostly no repetition is meant at all, but an asterisk, as in a footnote: then the text takes
        quotes.

        Example:
            # wrong
            summary: *preliminary
            # right
            summary: "*preliminary"
        """,
    ),
    Explanation(
        "unopened",
        "error",
        """
        A closing bracket or brace stands there that was never opened.

        Mostly one was typed twice. Delete it; where it belongs to a text, put the text in quotes.

        Example:
            # wrong
            tags: [gift, members]]
            # right
            tags: [gift, members]
        """,
    ),
    Explanation(
        "unquoted-at",
        "error",
        """
        A value begins with `@`, which YAML reserves.

        A person is named without `@`: nobody gets a message from here. Where the sign belongs to the
        text, put the whole text in quotes.

        Example:
            # wrong
            sponsor: @Li Qiang
            # right
            sponsor: Li Qiang
        """,
    ),
    Explanation(
        "unquoted-colon",
        "error",
        """
        A text holds a colon and a space, which begin a field for YAML.

        Quotes around the whole text keep it together. A full-width colon is only a character and
        needs none.

        Example:
            # wrong
            summary: Two things: ask early, ask twice
            # right
            summary: "Two things: ask early, ask twice"
        """,
    ),
    Explanation(
        "unquoted-percent",
        "error",
        """
        A value begins with `%`, which YAML reserves.

        The unit of a percentage is written in quotes. A number before the sign, such as `24%`, needs none.

        Example:
            # wrong
            metrics:
              - {id: K1, title: Members who come back, unit: %}
            # right
            metrics:
              - {id: K1, title: Members who come back, unit: "%"}
        """,
    ),
    Explanation(
        "yaml-syntax",
        "error",
        """
        The file is not YAML, in a way that has no name of its own.

        The sentence is that of the YAML reader. Look at the line and at the one above it: a quote, a
        bracket or a dash is not as it should be. Quotes often help.

        Example:
            # wrong
            summary: |0
              90 % of the members came back
            # right
            summary: |
              90 % of the members came back
        """,
    ),
)
