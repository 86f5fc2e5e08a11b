"""Neutral documents and tables, said once and printed everywhere.

`columns` says what a table is, `blocks` what a document is, `printing` turns either into a file or a page.
"""
