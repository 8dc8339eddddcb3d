"""What a user would run instead of Skjerm: the rows of the country benchmark in Polars, DuckDB, pyfixest and statsmodels.

    alternatives.py TOOL ROW HOME RUNS

TOOL is polars, duckdb, pyfixest, statsmodels or r; HOME a home that `skjerm registry generate` made. The same Parquet files are
read that Skjerm reads. Preparing is not timed; each timed run begins from the prepared data. Prints one line `ROW {json}`.
"""

import json
import os
import resource
import sys
import time
from pathlib import Path

TOOL, ROW, HOME, RUNS = sys.argv[1], sys.argv[2], Path(sys.argv[3]), int(sys.argv[4])
THREADS = "2"
for name in ["POLARS_MAX_THREADS", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "NUMBA_NUM_THREADS", "RAYON_NUM_THREADS"]:
    os.environ.setdefault(name, THREADS)
JAN_2016, DEC_2016 = 16801, 17166  # days since 1970-01-01
YEARS = [16435, 16800, 17166, 17531, 17896, 18261, 18627, 18992, 19357, 19722]  # 31 December of 2014 … 2023


class Stored:
    """A variable's files and dictionary."""

    def __init__(self, name):
        folder = HOME / "data" / "no.ssb.fdb" / name
        self.folder = max((path for path in folder.iterdir() if path.is_dir()), key=lambda path: int(path.name))
        manifest = json.loads((self.folder / "manifest.json").read_text())
        self.dictionary = manifest.get("dictionary")
        self.partitions = manifest["partitions"]

    def files(self, day=None):
        """All files, or those of the period that holds a day (days since 1970-01-01)."""
        parts = self.partitions
        if day is not None:
            parts = [part for part in parts if holds(part["period"], day)]
        if any(part.get("shared") for part in parts):
            sys.exit("a period lies in a shared file: the registry is too small for this benchmark")
        return [str(self.folder / file) for part in parts for file in part["files"]]


def holds(period, day):
    date = time.strftime("%Y-%m-%d", time.gmtime(day * 86400))
    as_text = [p if isinstance(p, str) else time.strftime("%Y-%m-%d", time.gmtime(p * 86400)) for p in period]
    return as_text[0] <= date <= as_text[1]


def measure(prepare, timed, check):
    prepared = prepare()
    walls, result = [], None
    for _ in range(RUNS):
        result = None
        start = time.perf_counter()
        result = timed(prepared)
        walls.append(time.perf_counter() - start)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    line = {"row": ROW, "tool": TOOL, "walls": walls, "peak_mb": peak, "check": check(result) if check else {}}
    print("ROW " + json.dumps(line))


def number(text):
    try:
        return float(text)
    except ValueError:
        return 0.0


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parent))
    if TOOL == "polars":
        import in_polars as rows
    elif TOOL == "duckdb":
        import in_duckdb as rows
    else:
        import in_models as rows
    rows.run(sys.modules["__main__"], ROW)
