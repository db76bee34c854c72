"""Findings about files as a whole: their names and places, tables of numbers, and handouts."""

from __future__ import annotations

from opsgen.explain.explanation import Explanation

EXPLANATIONS = (
    Explanation(
        "duplicate-project-id",
        "error",
        """
        Two projects have the same id, or ids that differ in upper and lower case only.

        The id becomes the name of the page, so the second project would replace the first. Change
        the `id`, or the name of the file or folder, of one of them.

        Example:
            id: member-gift            # in projects/gift.yaml, while projects/member-gift.yaml exists
        """,
    ),
    Explanation(
        "file-twice",
        "error",
        """
        Two files hold the same part: `risks.yaml` and `risks.yml`, or a project as a file and as a
        folder.

        opsgen reads the first one, and people perhaps the other. Put both together and delete one.

        Example:
            projects/gift.yaml                # delete one of the two
            projects/gift/project.yaml
        """,
    ),
    Explanation(
        "foreign-font",
        "warning",
        """
        A handout is set in a font that does not come with opsgen.

        On another machine it will look different. A handout of your own names the fonts that opsgen
        brings, or none.

        Example:
            body { font-family: "Opsgen Sans", "Opsgen Sans SC" }
        """,
    ),
    Explanation(
        "handout-failed",
        "error",
        """
        A handout could not be printed; the sentence says which one and why.

        Usually a text or a table is of extreme size, or a template of your own asks for a file that
        handouts may not read. The site is made without this handout.

        Example:
            opsgen pdf gift --report one-pager       # prints this handout alone
        """,
    ),
    Explanation(
        "list-in-two-places",
        "error",
        """
        The same list stands in the project's file and in a file of its own.

        opsgen does not guess which one is right. Keep one of the two places.

        Example:
            risks: []                  # in projects/gift/project.yaml, while projects/gift/risks.yaml exists
        """,
    ),
    Explanation(
        "malformed-project-id",
        "error",
        """
        The id of a project cannot be the name of a file and part of an address on every system.

        Letters and digits of any script, `-` and `_` can. Without an `id` the name of the file or
        folder counts.

        Example:
            # wrong
            id: gifts/2026
            # right
            id: gifts-2026
        """,
    ),
    Explanation(
        "malformed-table",
        "error",
        """
        A table in `data/` lacks a column that it needs, or cannot be read row by row.

        One row names the columns: the date and one column for each metric, or `metric`, `date` and
        `value`. Commas stand between them, or semicolons or tabs. A table without dates needs its
        period in a comment above it. A row with more cells than the header mostly has a number with
        commas that is not in quotation marks.

        Example:
            date,K1,K2                 # data/members.csv
            2026-08-01,1850,21.2
        """,
    ),
    Explanation(
        "measured-twice",
        "error",
        """
        The same metric has two different numbers for the same day.

        They may stand in different places: with the metric, in `measurements`, in a table. Keep the
        right one.

        Example:
            # wrong
            metrics:
              - {id: K1, title: New members, measurements: [{date: 2026-08-01, value: 1850}]}
            measurements:
              2026-08-01: {K1: 1580}
            # right
            metrics:
              - {id: K1, title: New members}
            measurements:
              2026-08-01: {K1: 1850}
        """,
    ),
    Explanation(
        "no-total",
        "info",
        """
        A metric has numbers for its channels, cities or other parts, and nobody says the whole.

        Sums are taken only of what adds up: `cumulative: true` or `aggregation: sum`. A share or a mean of
        parts is not the mean of all. A row called `Total` or `合计` says the whole; without one the metric
        has no number for that day.

        Example:
            date,channel,K2            # data/back.csv
            2026-08-31,Shops,21.2
            2026-08-31,Online,19.8
            2026-08-31,Total,20.4
        """,
    ),
    Explanation(
        "no-project-file",
        "error",
        """
        The folder of a project has lists, and no `project.yaml`.

        Without its title and its owner nobody knows what the lists belong to. Write a
        `project.yaml`, or move the files.

        Example:
            title: Member gift         # projects/gift/project.yaml
            owner: Zhao Min
        """,
    ),
    Explanation(
        "no-projects",
        "error",
        """
        There is no project at all in `projects/`.

        `opsgen new project ID` makes one. Perhaps the command runs in the wrong folder; `-C FOLDER`
        names another.

        Example:
            opsgen new project member-gift
        """,
    ),
    Explanation(
        "history-incomplete",
        "error",
        """
        The history of the repository was asked for with `--require-history`, and it is not whole.

        Slips, removed ids and trends come out of the commits. A build service often fetches only the last
        one: on GitHub write `fetch-depth: 0` for the checkout, on GitLab `GIT_DEPTH: 0`.

        Example:
            git fetch --unshallow
        """,
    ),
    Explanation(
        "too-many-segments",
        "warning",
        """
        The rows of a table split a metric into more parts than anybody looks at.

        The first two hundred are read; a row of totals, or the sum of all parts, counts in any case.
        Mostly the column is one of single pages or customers: name one of channels or cities.

        Example:
            breakdown: Page path       # thousands of them: better `breakdown: Landing page group`
        """,
    ),
    Explanation(
        "unknown-column",
        "error",
        """
        The file in a metric's `source` has no such column, so that the metric gets no numbers.

        The heading counts as it stands in the file; upper and lower case, full width and spaces make no
        difference. Without a `column` it is the metric's id or title, and then this is a warning.

        Example:
            source: {file: data/ga4.csv, column: Sesions}       # the heading there is Sessions
        """,
    ),
    Explanation(
        "unknown-file",
        "warning",
        """
        opsgen does not know what a file among the projects is, and does not read it.

        Its writer believes that it counts. Give it the name of a list (`risks.yaml`), move a table
        to `data/` and a document to `docs/`.

        Example:
            projects/gift/risk.yaml           # no list has this name
            projects/gift/risks.yaml          # right
        """,
    ),
    Explanation(
        "unknown-source-file",
        "warning",
        """
        The file in a metric's `source` is not there, or does not stand in the project's folder `data/`.

        Only what lies there is read, so that everybody who has the repository gets the same numbers. Put
        the export there; where else the numbers are, `system` and `url` say.

        Example:
            source: {file: ../exports/ga4.csv}     # not read; put it into data/ and write data/ga4.csv
        """,
    ),
    Explanation(
        "unreadable-file",
        "error",
        """
        The system does not let opsgen read a file; the sentence has the system's own reason.

        Usually the permission is missing, or another program holds the file.

        Example:
            chmod u+r projects/gift.yaml      # on Linux and macOS
        """,
    ),
    Explanation(
        "unsafe-file",
        "error",
        """
        A file or folder is a link, or has a name that cannot exist on every system.

        A link could lead out of the repository. Names such as `con.yaml`, a name with `:`, or two
        names that differ in upper and lower case only break the repository for colleagues on
        Windows or on a Mac. Rename it, or put the file itself there.

        Example:
            git mv projects/con.yaml projects/conference.yaml
        """,
    ),
)
