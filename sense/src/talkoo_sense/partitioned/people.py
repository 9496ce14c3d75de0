"""What is said about each person: one table for each file of votes, never in one place."""

import os
from importlib import import_module
from pathlib import Path
from typing import Any

from numpy.typing import NDArray


def table(columns: dict[str, NDArray[Any]]) -> Any:
    """Make a table of columns.

    Parameters
    ----------
    columns : dict of str to numpy.ndarray

    Returns
    -------
    pyarrow.Table
    """
    return import_module("pyarrow").table(columns)


def write_people(people: Any, folder: Path | str) -> list[Path]:
    """Write where everybody stands, as many files as there are of votes; workers write them themselves.

    Parameters
    ----------
    people : dask.bag.Bag of pyarrow.Table
        `OpinionParts.people` or `PolisParts.people`.
    folder : path
        Made if it is not there. All workers must reach it.

    Returns
    -------
    list of pathlib.Path
        The files, ``people-00000.parquet`` and so on. A file is there either whole or not at all.

    Examples
    --------
    >>> import dask, tempfile
    >>> from pyarrow import parquet, table
    >>> folder = Path(tempfile.mkdtemp())
    >>> votes = {"participant": [7, 7, 9], "statement": [0, 1, 0], "vote": [1, -1, 0]}
    >>> parquet.write_table(table(votes), folder / "votes.parquet")
    >>> from talkoo_sense.partitioned import map_opinions_in_parts
    >>> with dask.config.set(scheduler="synchronous"):
    ...     found = map_opinions_in_parts(folder)
    ...     written = write_people(found.people, folder / "people")
    >>> parquet.read_table(written[0]).column_names[:4]
    ['participant', 'group', 'side', 'x']
    """
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    paths = [folder / f"people-{number:05}.parquet" for number in range(people.npartitions)]
    numbered = import_module("dask.bag").from_sequence(paths, npartitions=len(paths))
    written: list[Path] = people.map(_write, numbered).compute()
    return written


def _write(one: Any, path: Path) -> Path:
    unfinished = path.with_suffix(".unfinished")
    import_module("pyarrow.parquet").write_table(one, unfinished)
    os.replace(unfinished, path)
    return path
