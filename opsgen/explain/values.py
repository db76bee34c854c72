"""Findings about a field or a value that its schema does not allow."""

from __future__ import annotations

from opsgen.explain.explanation import Explanation

EXPLANATIONS = (
    Explanation(
        "empty-value",
        "error",
        """
        A field stands there without a value, or a list without entries.

        Nobody can tell whether it was forgotten or means "none". What is not known yet is left out
        with its line.

        Example:
            # wrong
            summary:
            # right
            summary: Members come back
        """,
    ),
    Explanation(
        "malformed-value",
        "error",
        """
        A value has the wrong form, for example an id with a space, or an address without
        `https://`.

        Ids become parts of addresses and are quoted in decisions; so they are short and plain. The
        hint says which form is needed.

        Example:
            # wrong
            goals:
              - {id: goal one, title: Members come back}
            # right
            goals:
              - {id: G1, title: Members come back}
        """,
    ),
    Explanation(
        "newer-format",
        "error",
        """
        The files are written in a data format that this opsgen does not know.

        A newer opsgen has brought them up to date, and `portfolio.yaml` says so. What an older one
        would find in them, or miss, says nothing; so it says this alone.

        Example:
            # wrong
            # in portfolio.yaml
            opsgen: 2
            # right
            # in portfolio.yaml
            opsgen: 1
        """,
    ),
    Explanation(
        "older-format",
        "warning",
        """
        A value has a form in which an earlier opsgen wrote it.

        It still means what it meant. `opsgen migrate` writes it as it is written now, and changes
        nothing else.

        Example:
            # wrong
            # in portfolio.yaml
            rules: {severity: {milestone-overdue: "off"}}
            # right
            # in portfolio.yaml
            rules: {severity: {milestone-overdue: ignore}}
        """,
    ),
    Explanation(
        "missing-field",
        "error",
        """
        A field that must be written is missing.

        Without it the item cannot be shown or judged: an action that nobody owns, a risk without an
        impact. The list of fields prints in bold what must be there.

        Example:
            # wrong
            actions:
              - {id: A1, title: Order samples, owner: Zhao Min}
            # right
            actions:
              - {id: A1, title: Order samples, owner: Zhao Min, due: 2026-11-20}
        """,
    ),
    Explanation(
        "not-a-date",
        "error",
        """
        A value is not a date.

        Dates are written YYYY-MM-DD, the one way that everybody reads alike and that sorts by
        itself. The day must exist, and the year belongs to it.

        Example:
            # wrong
            finish: 30.9.2026
            # right
            finish: 2026-09-30
        """,
    ),
    Explanation(
        "not-a-number",
        "error",
        """
        A measured value is not a number.

        Charts and lights are computed from it. Its unit stands once with the metric; a word about
        it goes into `note`; what was not measured is left out.

        Example:
            # wrong
            metrics:
              - {id: K1, title: New members, measurements: [{date: 2026-08-01, value: about 1850}]}
            # right
            metrics:
              - {id: K1, title: New members, measurements: [{date: 2026-08-01, value: 1850, note: estimated}]}
        """,
    ),
    Explanation(
        "not-a-percentage",
        "error",
        """
        A value is not a percentage of 0 to 100.

        It is written as a number: 60 means 60 %, and 0.6 less than one.

        Example:
            # wrong
            tasks:
              - {id: T1, title: Design, complete: almost done}
            # right
            tasks:
              - {id: T1, title: Design, complete: 90}
        """,
    ),
    Explanation(
        "not-a-period",
        "error",
        """
        A value is not a week, a month or a date.

        Reports are put in order and compared by their period, so its form is fixed.

        Example:
            # wrong
            updates:
              - {period: week 41, summary: All according to plan}
            # right
            updates:
              - {period: 2026-W41, summary: All according to plan}
        """,
    ),
    Explanation(
        "not-an-amount",
        "error",
        """
        A value is not an amount of money.

        Amounts are added up. They are written as a number, or with 万, 亿 or k behind it. A sign of the
        currency may stand beside it; the currency itself stands once with the project or the portfolio.

        Example:
            # wrong
            budget:
              - {id: B1, title: Gifts, planned: about 600k}
            # right
            budget:
              - {id: B1, title: Gifts, planned: 600k}
        """,
    ),
    Explanation(
        "out-of-range",
        "error",
        """
        A number is smaller or larger than its field allows.

        The sentence names the limit. A probability of 12 out of 9, or a negative weight, is a slip
        of the pen.

        Example:
            # wrong
            priority: 7
            # right
            priority: 1
        """,
    ),
    Explanation(
        "placeholder-left",
        "error",
        """
        A `<…>` that `opsgen new` wrote has not been replaced.

        It would be printed as it stands. Write the real value, or delete the line.

        Example:
            # wrong
            summary: <one sentence for everybody>
            # right
            summary: Members come back
        """,
    ),
    Explanation(
        "too-long",
        "error",
        """
        A text is longer than its field allows.

        Titles and summaries stand in tables and on one page of paper. What is longer goes into
        `notes`.

        Example:
            updates:
              - {period: 2026-W41, summary: Half of the shops have the gift}     # at most 400 characters
        """,
    ),
    Explanation(
        "unknown-field",
        "error",
        """
        opsgen knows no field of this name here.

        A line that nobody reads is worse than no line: its writer believes that it counts. The hint
        names the field that was probably meant, or those there are. Fields of your own begin with
        `x-`; `extra.schema.json` can say what they hold.

        Example:
            # wrong
            sumary: Members come back
            # right
            summary: Members come back
            x-cost-centre: "4711"
        """,
    ),
    Explanation(
        "unknown-value",
        "error",
        """
        A field that takes one of several words holds another one.

        The words are fixed, because lights, registers and filters go by them. Their labels in
        Chinese and in English are right too. The hint names the nearest word, or all of them.

        Example:
            # wrong
            lifecycle: almost ready
            # right
            lifecycle: closing
        """,
    ),
    Explanation(
        "wrong-number",
        "error",
        """
        A list has too few or too many entries, or names the same one twice.

        Some lists are pairs, such as the two metrics of a ratio.

        Example:
            # wrong
            metrics:
              - {id: K1, title: Orders}
              - {id: K2, title: Orders for each visit, ratio_of: [K1]}
            # right
            metrics:
              - {id: K1, title: Orders}
              - {id: K2, title: Orders for each visit, ratio_of: [K1, K3]}
              - {id: K3, title: Visits}
        """,
    ),
    Explanation(
        "wrong-type",
        "error",
        """
        A value is of another kind than its field needs: a number for a text, a text for a list, a
        list for a mapping.

        YAML decides by the look: `618` and `true` are no texts without quotes, and a list has
        brackets or dashes.

        Example:
            # wrong
            title: 618
            # right
            title: "618"
        """,
    ),
)
