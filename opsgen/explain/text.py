"""Findings about the text of a file: its encoding, what nobody sees in it, and what is too large."""

from __future__ import annotations

from opsgen.explain.explanation import Explanation

EXPLANATIONS = (
    Explanation(
        "bidi-control",
        "warning",
        """
        A text holds an invisible character that turns the direction of writing.

        What people read is then not what the file says: an amount or a name can be shown backwards. It is
        pasted in from pages in Arabic or Hebrew, or hidden on purpose. In the name of a field it is an
        error. Delete the text and type it again.

        Example:
            # wrong
            summary: "Paid 100\\u202e for members"
            # right
            summary: "Paid 100 for members"
        """,
    ),
    Explanation(
        "byte-order-mark",
        "info",
        """
        The file begins with three invisible bytes that some Windows programs write.

        They are left out, and nothing is wrong. Some other tools take them for a part of the first
        field's name, so choose UTF-8 without BOM where the editor offers it.

        Example:
            sed -i '1s/^\\xEF\\xBB\\xBF//' projects/gift.yaml       # on Linux
        """,
    ),
    Explanation(
        "control-character",
        "error",
        """
        The file holds a control character, which nobody sees and YAML forbids.

        It comes with text pasted from a document, a chat or a terminal. Delete it, or the few
        characters around the place, and type them again.

        Example:
            summary: Gift^G for members       # ^G stands for what nobody sees
        """,
    ),
    Explanation(
        "empty-file",
        "error",
        """
        The file holds no data: nothing, or comments only.

        Write something, or delete the file. A list without entries is written `[]`.

        Example:
            []                                # projects/gift/risks.yaml: a list that is known to be empty
        """,
    ),
    Explanation(
        "encoding",
        "error",
        """
        The file is not text in UTF-8.

        Old editors and spreadsheets save Chinese text as GBK (GB18030) or UTF-16. Save the file
        again as UTF-8; in Excel the format is called "CSV UTF-8". Tables in `data/` are read in
        GB18030 and UTF-16 as well.

        Example:
            iconv -f GB18030 -t UTF-8 old.yaml > risks.yaml       # on Linux and macOS
        """,
    ),
    Explanation(
        "file-too-large",
        "error",
        """
        The file has more than 1 MiB.

        No hand writes that much: usually something was pasted in, or an export lies in the wrong
        folder. Measured numbers stand in CSV files in `data/`, and a long list in a file of its
        own.

        Example:
            date,K1                           # projects/gift/data/members.csv
            2026-08-01,1850
        """,
    ),
    Explanation(
        "hidden-character",
        "warning",
        """
        A text holds a character that nobody sees, such as a zero-width space.

        Two names may then look the same and not be the same, and a line may read differently from
        what it says. In the name of a field it is an error. Delete the text and type it again.

        Example:
            # wrong
            summary: "Gift\\u200b for members"
            # right
            summary: "Gift for members"
        """,
    ),
    Explanation(
        "list-too-long",
        "error",
        """
        A list has more than 10,000 entries, or a table more than 100,000 rows.

        Nobody reads such a list. Measured numbers by the hour belong into the system they come
        from; keep days or weeks here.

        Example:
            date,K1                           # one line a day, not one a minute
            2026-08-01,1850
            2026-08-02,1873
        """,
    ),
    Explanation(
        "merge-conflict",
        "error",
        """
        Git has left the marks of a conflict in the file.

        Two people changed the same lines, and git does not know which to take. Keep what is right
        between `<<<<<<<`, `=======` and `>>>>>>>`, then delete the three marks.

        Example:
            # wrong
            <<<<<<< ours
            finish: 2026-09-30
            =======
            finish: 2026-10-15
            >>>>>>> theirs
            # right
            finish: 2026-10-15
        """,
    ),
    Explanation(
        "not-text",
        "error",
        """
        The file is a document of an office program under the name of a text file.

        A Word, Excel or PDF file cannot be read as YAML or CSV, whatever it is called. Open it, and copy
        what it says into a plain text file; save a table as CSV.

        Example:
            file projects/gift.yaml           # on Linux and macOS: says what a file really is
        """,
    ),
    Explanation(
        "nul-character",
        "error",
        """
        The file holds a NUL character, which no text has.

        A disk or a program has damaged the file, or it is not a text at all. Take the last good version
        from git, or delete the place and type it again.

        Example:
            git checkout HEAD -- projects/gift.yaml       # the version of the last commit
        """,
    ),
    Explanation(
        "text-too-long",
        "error",
        """
        A single text has more than 100,000 characters.

        That is a book. Perhaps a quote is never closed, so that the rest of the file became one
        text; else put the document elsewhere and link it.

        Example:
            links: [{title: Contract, url: "https://example.org/contract"}]       # and not its whole text
        """,
    ),
    Explanation(
        "too-deep",
        "error",
        """
        Lists and mappings stand more than 32 levels deep in one another.

        No list of opsgen needs more than six. Usually brackets are opened and never closed.

        Example:
            tags: [gift, members]             # and not [[[[…
        """,
    ),
    Explanation(
        "too-many-repeats",
        "error",
        """
        With everything that `*aliases` repeat, the file holds more than 100,000 values.

        A few lines can stand for millions of values that way and stop every program that reads
        them. Write the values out.

        Example:
            x-a: &a [1, 2, 3, 4, 5, 6, 7, 8, 9]
            x-b: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a]       # and so on, nine times as many in each line
        """,
    ),
    Explanation(
        "too-many-values",
        "error",
        """
        The file holds more than 100,000 values.

        Put lists into files of their own, and measured numbers into CSV files in `data/`.

        Example:
            - {id: R1, title: Late delivery, probability: 3, impact: 4}       # projects/gift/risks.yaml
        """,
    ),
)
