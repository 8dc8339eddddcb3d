"""Row h: the regression in pyfixest, statsmodels and R's lm, on the arrays that Polars prepares from the same files."""

import subprocess
import tempfile
from pathlib import Path

import numpy as np

NUMBERS = ["age", "age2", "man", "capital", "debt", "deposits", "pension", "month"]


def run(bench, row):
    if row != "h":
        raise SystemExit("models are row h")
    data = prepare(bench)
    if bench.TOOL == "r":
        in_r(bench, data)
    elif bench.TOOL == "pyfixest":
        pyfixest(bench, data)
    else:
        statsmodels(bench, data)


def prepare(bench):
    import polars as pl

    stored = bench.Stored

    def fixed(name, to):
        return pl.scan_parquet(stored(name).files()).select("unit", pl.col("value").alias(to))

    def spell(name, to):
        day = bench.JAN_2016
        scan = pl.scan_parquet(stored(name).files())
        scan = scan.filter((pl.col("start") <= day) & (pl.col("stop") >= day))
        return scan.select("unit", pl.col("value").alias(to))

    def yearly(name, to):
        return pl.scan_parquet(stored(name).files(bench.DEC_2016)).select("unit", pl.col("value").alias(to))

    frame = fixed("BEFOLKNING_KJOENN", "sex")
    sources = [
        spell("BOSATTEFDT_BOSTED", "place"),
        yearly("INNTEKT_WLONN", "wage"),
        fixed("BEFOLKNING_FOEDSELS_AAR_MND", "born"),
        spell("SIVSTANDFDT_SIVSTAND", "civil"),
        yearly("INNTEKT_WKAPINNT", "capital"),
        yearly("INNTEKT_GJELD", "debt"),
        yearly("INNTEKT_BANKINNSK", "deposits"),
        yearly("INNTEKT_FTRYG", "pension"),
    ]
    for source in sources:
        frame = frame.join(source, on="unit", how="left")
    frame = frame.with_columns(pl.col("wage", "capital", "debt", "deposits", "pension").fill_null(0))
    frame = frame.filter(pl.col("place").is_not_null() & pl.col("civil").is_not_null()).collect()
    texts = [text[:2] for text in stored("BOSATTEFDT_BOSTED").dictionary]
    names = sorted(set(texts))
    county = pl.Series([names.index(text) for text in texts]).gather(frame["place"].cast(pl.UInt32))
    men = stored("BEFOLKNING_KJOENN").dictionary.index("1")
    age = 2016 - frame["born"] // 100
    columns = {
        "wage": frame["wage"],
        "age": age,
        "age2": age * age / 100,
        "man": (frame["sex"] == men).cast(pl.Float64),
        **{name: frame[name] for name in ["capital", "debt", "deposits", "pension"]},
        "month": frame["born"] % 100,
    }
    data = {name: values.cast(pl.Float64).to_numpy() for name, values in columns.items()}
    data["county"] = county.cast(pl.Int32).to_numpy()
    data["civil"] = frame["civil"].cast(pl.Int32).to_numpy()
    return data


def numbers(b, se):
    return {f"{name}.b": float(b[name]) for name in NUMBERS} | {f"{name}.se": float(se[name]) for name in NUMBERS}


def pyfixest(bench, data):
    import pandas as pd
    import pyfixest as pf

    frame = pd.DataFrame(data)
    formula = f"wage ~ {' + '.join(NUMBERS)} | county + civil"
    bench.measure(lambda: frame, lambda frame: pf.feols(formula, frame, vcov="iid"), lambda fit: numbers(fit.coef(), fit.se()))


def statsmodels(bench, data):
    import statsmodels.api as sm

    def fit(data):
        columns = [np.ones(len(data["wage"]))] + [data[name] for name in NUMBERS]
        for factor in ("county", "civil"):
            for level in np.unique(data[factor])[1:]:
                columns.append((data[factor] == level).astype(float))
        return sm.OLS(data["wage"], np.column_stack(columns)).fit(method="qr")

    def check(result):
        places = dict(zip(NUMBERS, range(1, 1 + len(NUMBERS))))
        b = {name: result.params[place] for name, place in places.items()}
        return numbers(b, {name: result.bse[place] for name, place in places.items()})

    bench.measure(lambda: data, fit, check)


def in_r(bench, data):
    with tempfile.TemporaryDirectory() as folder:
        for name, values in data.items():
            values.astype(np.float64 if name not in ("county", "civil") else np.int32).tofile(Path(folder) / name)
        n = str(len(data["wage"]))
        del data
        script = str(Path(__file__).with_name("in_r.R"))
        subprocess.run(["Rscript", "--vanilla", script, folder, n, str(bench.RUNS)], check=True)
