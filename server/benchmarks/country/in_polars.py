"""The rows in Polars, as its users write them: lazy where files are read, joins by unit, group_by, windows."""

import polars as pl


def run(bench, row):
    stored = bench.Stored

    def fixed(name, to):
        return pl.scan_parquet(stored(name).files()).select("unit", pl.col("value").alias(to))

    def at(name, day, to):
        variable = stored(name)
        if len(variable.partitions) == 1 and "period" not in variable.partitions[0]:
            scan = pl.scan_parquet(variable.files())
            scan = scan.filter((pl.col("start") <= day) & (pl.col("stop") >= day))
        else:
            scan = pl.scan_parquet(variable.files(day))
        return scan.select("unit", pl.col("value").alias(to))

    def everybody():
        return fixed("BEFOLKNING_KJOENN", "sex").collect()

    def county_of(frame):
        """The county of each municipality code, as codes: what substr(place, 1, 2) is on a categorical column."""
        texts = [text[:2] for text in stored("BOSATTEFDT_BOSTED").dictionary]
        names = sorted(set(texts))
        table = pl.Series("county", [names.index(text) for text in texts], dtype=pl.UInt8)
        return frame.with_columns(table.gather(frame["place"].cast(pl.UInt32)).alias("county")), names

    def persons(extra=()):
        frame = everybody().lazy().join(at("BOSATTEFDT_BOSTED", bench.JAN_2016, "place"), on="unit", how="left")
        frame = frame.join(at("INNTEKT_WLONN", bench.DEC_2016, "wage"), on="unit", how="left")
        for name, day, to in extra:
            frame = frame.join(at(name, day, to), on="unit", how="left")
        return county_of(frame.collect())

    def sums(name, column, frame, texts=None):
        values = frame[column].drop_nulls()
        if texts is not None:
            numbers = pl.Series([bench.number(text) for text in texts], dtype=pl.Float64)
            values = numbers.gather(values.cast(pl.UInt32))
        return {f"{name}.n": float(len(values)), f"{name}.sum": float(values.sum() or 0)}

    if row.startswith("a-"):
        source = {
            "a-fixed": lambda: fixed("BEFOLKNING_FOEDSELS_AAR_MND", "x"),
            "a-event": lambda: at("BOSATTEFDT_BOSTED", bench.JAN_2016, "x"),
            "a-accumulated": lambda: at("INNTEKT_WLONN", bench.DEC_2016, "x"),
        }[row]
        texts = stored("BOSATTEFDT_BOSTED").dictionary if row == "a-event" else None
        bench.measure(
            everybody,
            lambda base: base.lazy().join(source(), on="unit", how="left").collect(),
            lambda frame: sums("x", "x", frame, texts),
        )
    elif row == "b":

        def first_use(_):
            frame = fixed("BEFOLKNING_KJOENN", "sex")
            frame = frame.join(fixed("BEFOLKNING_FOEDSELS_AAR_MND", "born"), on="unit", how="left")
            for name, day, to in [
                ("BOSATTEFDT_BOSTED", bench.JAN_2016, "place"),
                ("SIVSTANDFDT_SIVSTAND", bench.JAN_2016, "civil"),
                ("INNTEKT_WLONN", bench.DEC_2016, "wage"),
                ("NUDB_BU", bench.JAN_2016, "education"),
            ]:
                frame = frame.join(at(name, day, to), on="unit", how="left")
            frame = frame.with_columns((2016 - (pl.col("born") // 100)).alias("age")).collect()
            frame, _ = county_of(frame)
            frame = frame.filter((pl.col("age") >= 18) & (pl.col("age") < 67))
            frame.group_by("county", "sex").len()
            wage = pl.col("wage")
            quantiles = [wage.quantile(p, "linear").alias(f"p{p}") for p in (0.01, 0.25, 0.5, 0.75, 0.99)]
            frame.select(wage.mean().alias("mean"), wage.std().alias("std"), wage.count().alias("n"), *quantiles)
            return frame.group_by("civil", "sex").len()

        civil, sex = stored("SIVSTANDFDT_SIVSTAND").dictionary, stored("BEFOLKNING_KJOENN").dictionary
        bench.measure(lambda: None, first_use, lambda frame: cells(frame, ["civil", "sex"], [civil, sex]))
    elif row in ("c", "i"):
        if row == "i":
            raise SystemExit("row i is about Skjerm's own memory of a script")
        names = []

        def prepare():
            frame, counties = persons()
            names.extend(counties)
            return frame

        sex = stored("BEFOLKNING_KJOENN").dictionary
        bench.measure(
            prepare,
            lambda frame: frame.group_by("county", "sex").len(),
            lambda frame: cells(frame, ["county", "sex"], [names, sex]),
        )
    elif row == "d":
        names = []

        def prepare():
            frame, counties = persons()
            names.extend(counties)
            return frame

        wage = pl.col("wage")
        aggregates = [wage.mean().alias("mean"), wage.std().alias("std")]
        aggregates += [wage.quantile(p, "linear").alias(f"p{int(p * 100)}") for p in (0.25, 0.5, 0.75)]
        bench.measure(
            prepare,
            lambda frame: frame.group_by("county").agg(aggregates),
            lambda frame: measures(frame, "county", names),
        )
    elif row == "e":

        def merged(frame):
            local = frame.group_by("place").agg(pl.col("wage").mean().alias("local"))
            return frame.join(local, on="place", how="left")

        bench.measure(lambda: persons()[0], merged, lambda frame: sums("local", "local", frame))
    elif row == "f":

        def together(frame):
            sums_of = frame.drop_nulls("wage").group_by("family").agg(pl.col("wage").sum().alias("together"))
            return frame.join(sums_of, on="family", how="left")

        bench.measure(
            lambda: persons([("BEFOLKNING_REGSTAT_FAMNR", bench.JAN_2016, "family")])[0],
            together,
            lambda frame: sums("together", "together", frame),
        )
    elif row == "g":
        names = ["INNTEKT_WLONN", "INNTEKT_WKAPINNT", "SIVSTANDFDT_SIVSTAND"]

        def panel(_):
            parts = []
            for day in bench.YEARS:
                one = at(names[0], day, names[0])
                for name in names[1:]:
                    one = one.join(at(name, day, name), on="unit", how="full", coalesce=True)
                parts.append(one.with_columns(pl.lit(day).alias("date")))
            return pl.concat(parts).sort("unit", "date").collect()

        def check(frame):
            found = {}
            for name in names:
                found |= sums(name, name, frame, stored(name).dictionary)
            return found

        bench.measure(lambda: None, panel, check)


def cells(frame, columns, texts):
    found = {}
    for *codes, count in frame.drop_nulls().select(*columns, "len").rows():
        found[".".join(text[code] for text, code in zip(texts, codes)) + ".count"] = float(count)
    return found


def measures(frame, column, names):
    found = {}
    for row in frame.drop_nulls(column).to_dicts():
        for measure in ("mean", "std", "p25", "p50", "p75"):
            if row[measure] is not None:
                found[f"{names[row[column]]}.{measure}"] = float(row[measure])
    return found
