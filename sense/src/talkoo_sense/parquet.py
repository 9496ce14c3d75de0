"""Votes from a Parquet file, for those who have many; needs the extra `talkoo-sense[parquet]`."""

import io
from importlib import import_module
from pathlib import Path
from typing import TextIO

from talkoo_sense.rows import BrokenExport


def csv_lines(path: Path) -> TextIO:
    """Give a Parquet file as lines of CSV, so that there is one reader and one set of checks.

    Parameters
    ----------
    path : pathlib.Path
        A file with columns participant, statement and vote, or named as in CSV.

    Returns
    -------
    io.TextIOWrapper

    Raises
    ------
    BrokenExport
        If it is not a Parquet file.
    ModuleNotFoundError
        If pyarrow is not installed.
    """
    arrow, arrow_csv, arrow_parquet = (
        import_module(name) for name in ("pyarrow", "pyarrow.csv", "pyarrow.parquet")
    )
    written = io.BytesIO()
    try:
        arrow_csv.write_csv(arrow_parquet.read_table(path), written)
    except arrow.ArrowInvalid as error:
        raise BrokenExport(str(path), 1, "not-parquet", "", "a Parquet file") from error
    written.seek(0)
    return io.TextIOWrapper(written, encoding="utf-8", newline="")
