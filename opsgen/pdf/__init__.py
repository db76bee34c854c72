"""HTML of a report to PDF, in processes of their own.

`jobs.print_all` is the way in: it starts workers, hands each one document after the other and takes a
document that fails, hangs or eats memory for what it is: an outcome with a problem. Only a worker imports
WeasyPrint, so the rest of opsgen runs where Pango is missing; ask `opsgen.system.pango()` first.
"""
