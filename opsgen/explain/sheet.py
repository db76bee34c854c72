"""Findings about the finance sheet, which has the spending of all projects."""

from __future__ import annotations

from opsgen.explain.explanation import Explanation

EXPLANATIONS = (
    Explanation(
        "ambiguous-spending",
        "warning",
        """
        The finance sheet names a project or a budget line by a name that several have.

        Nobody can tell whose money it is, so it is counted nowhere, and the page about money says how
        much that is. An id is never ambiguous.

        Example:
            project,line,month,amount
            Sale,B1,2026-10,1200          # two projects have this title: write the id of one
        """,
    ),
    Explanation(
        "cell-error",
        "error",
        """
        A cell of the finance sheet shows an error, or holds a formula whose result was never saved.

        opsgen reads what a sheet shows and computes no formulas. Mend the formula, or open the sheet in
        a spreadsheet program and save it again.

        Example:
            project,line,month,amount
            gift,B1,2026-10,#REF!         # the cell it took the amount from is gone
        """,
    ),
    Explanation(
        "hidden-rows",
        "warning",
        """
        Rows of the finance sheet are hidden, and count.

        A filter hides rows without meaning anything by it, so they are read as all others. Show them to
        see whether they are meant.

        Example:
            project,line,month,amount
            gift,B1,2026-09,900           # hidden by a filter for October, and counted
        """,
    ),
    Explanation(
        "left-out-columns",
        "info",
        """
        Columns of the finance sheet look as if they held amounts of months, and are not read.

        With a column for each month the headings are months: `2026-10` or `2026年10月`. Quarters, plans
        and sums are left out on purpose; the finding names them, so that nothing is lost unseen.

        Example:
            project,line,2026-10,Q4       # Q4 is left out
        """,
    ),
    Explanation(
        "left-out-sheet",
        "info",
        """
        A sheet of the finance workbook is not read: it lacks a column, or it is hidden.

        Every sheet with the columns project, line, month and amount is read; explanations and sums may
        stand on others.

        Example:
            October, November, Notes      # sheets of a workbook: Notes is left out
        """,
    ),
    Explanation(
        "merged-amount",
        "error",
        """
        In the finance workbook one amount stands in cells that are merged over several rows.

        Nobody can tell how much of it belongs to which row; all of it counts for the first. Names of
        projects and lines may be merged.

        Example:
            project,line,month,amount
            gift,B1,2026-10,1200          # one cell for both rows: write an amount into each
            gift,B2,2026-10,
        """,
    ),
    Explanation(
        "spending-in-other-currency",
        "warning",
        """
        Amounts of the finance sheet are in another currency than the project they belong to.

        They are not added: a project has one currency, so that its sums are exact. Write the amounts in
        that currency, or give the money of the other one a project of its own.

        Example:
            project,line,month,amount,currency
            gift,B1,2026-10,1200,USD      # the project's `currency` is CNY
        """,
    ),
    Explanation(
        "spending-without-line",
        "warning",
        """
        The finance sheet has amounts for a budget line that the project does not have.

        They are counted nowhere, and the page about money says how much that is. Lines are named by
        their id, a former id or their title. Where finance uses another name, write it as `also_called` of
        the line, or write a line.

        Example:
            project,line,month,amount
            gift,Advertising,2026-10,1200 # the budget of `gift` has no such line
        """,
    ),
    Explanation(
        "spending-without-project",
        "warning",
        """
        The finance sheet has amounts for a project that does not exist here.

        They are counted nowhere, and the page about money says how much that is. Projects are named by
        their id, a former id, their `code` or their title, in any of its languages. Where finance uses
        another name, write it as `also_called` of the project.

        Example:
            project,line,month,amount
            gfit,B1,2026-10,1200          # did you mean `gift`?
        """,
    ),
    Explanation(
        "spent-twice",
        "error",
        """
        A budget line has `actuals` of its own, and rows in the finance sheet.

        Whether they say the same or are to be added up, nobody can tell. Those of the project count
        until one of the two is deleted.

        Example:
            actuals: [{date: 2026-10-08, amount: 1200}]     # in projects/gift.yaml
            gift,B1,2026-10,1200                            # in projects/data/actuals.csv
        """,
    ),
    Explanation(
        "unreadable-workbook",
        "error",
        """
        A workbook is protected, damaged, too old, holds macros, or is none; the finding says which.

        Workbooks are read as Excel, WPS and LibreOffice write them since 2007 (`.xlsx`), as far as they
        hold numbers and no programs.

        Example:
            projects/data/actuals.xlsx    # a file of Excel 2003 with a new name: save it as .xlsx
        """,
    ),
)
