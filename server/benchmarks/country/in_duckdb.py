"""The rows in DuckDB's SQL. Results are kept as tables of the database in memory, as Skjerm keeps its datasets."""

import duckdb


def run(bench, row):
    stored = bench.Stored
    db = duckdb.connect()
    db.execute("SET threads = 2; SET preserve_insertion_order = false")

    def listed(files):
        return "[" + ", ".join(f"'{file}'" for file in files) + "]"

    def fixed(name, to):
        return f"(SELECT unit, value AS {to} FROM read_parquet({listed(stored(name).files())}))"

    def at(name, day, to):
        variable = stored(name)
        if len(variable.partitions) == 1 and "period" not in variable.partitions[0]:
            files, where = variable.files(), f" WHERE start <= {day} AND stop >= {day}"
        else:
            files, where = variable.files(day), ""
        return f"(SELECT unit, value AS {to} FROM read_parquet({listed(files)}){where})"

    def everybody():
        db.execute(f"CREATE OR REPLACE TABLE d AS SELECT * FROM {fixed('BEFOLKNING_KJOENN', 'sex')}")

    def counties():
        texts = [text[:2] for text in stored("BOSATTEFDT_BOSTED").dictionary]
        names = sorted(set(texts))
        db.execute("CREATE OR REPLACE TABLE counties (place USMALLINT, county UTINYINT)")
        rows = ", ".join(f"({place}, {names.index(text)})" for place, text in enumerate(texts))
        db.execute(f"INSERT INTO counties VALUES {rows}")
        return names

    def persons(extra=""):
        names = counties()
        columns = ", family" if extra else ""
        db.execute(
            f"""CREATE OR REPLACE TABLE d AS SELECT s.unit, sex, p.place, county, wage{columns}
            FROM {fixed('BEFOLKNING_KJOENN', 'sex')} s
            LEFT JOIN {at('BOSATTEFDT_BOSTED', bench.JAN_2016, 'place')} p USING (unit)
            LEFT JOIN counties c ON c.place = p.place
            LEFT JOIN {at('INNTEKT_WLONN', bench.DEC_2016, 'wage')} w USING (unit) {extra}"""
        )
        return names

    def sums(name, column, table, texts=None):
        if texts is None:
            n, total = db.execute(f"SELECT count({column}), sum({column}) FROM {table}").fetchone()
            return {f"{name}.n": float(n), f"{name}.sum": float(total or 0)}
        found = db.execute(f"SELECT {column}, count(*) FROM {table} WHERE {column} IS NOT NULL GROUP BY 1").fetchall()
        total = sum(bench.number(texts[code]) * n for code, n in found)
        return {f"{name}.n": float(sum(n for _, n in found)), f"{name}.sum": total}

    if row.startswith("a-"):
        source = {
            "a-fixed": lambda: fixed("BEFOLKNING_FOEDSELS_AAR_MND", "x"),
            "a-event": lambda: at("BOSATTEFDT_BOSTED", bench.JAN_2016, "x"),
            "a-accumulated": lambda: at("INNTEKT_WLONN", bench.DEC_2016, "x"),
        }[row]
        texts = stored("BOSATTEFDT_BOSTED").dictionary if row == "a-event" else None
        sql = "CREATE OR REPLACE TABLE r AS SELECT d.*, x FROM d LEFT JOIN {} v USING (unit)"
        bench.measure(everybody, lambda _: db.execute(sql.format(source())), lambda _: sums("x", "x", "r", texts))
    elif row == "b":

        def first_use(_):
            counties()
            db.execute(
                f"""CREATE OR REPLACE TABLE d AS SELECT * FROM (
                SELECT s.unit, sex, born, p.place, civil, wage, education, 2016 - (born // 100) AS age, county
                FROM {fixed('BEFOLKNING_KJOENN', 'sex')} s
                LEFT JOIN {fixed('BEFOLKNING_FOEDSELS_AAR_MND', 'born')} b USING (unit)
                LEFT JOIN {at('BOSATTEFDT_BOSTED', bench.JAN_2016, 'place')} p USING (unit)
                LEFT JOIN counties k ON k.place = p.place
                LEFT JOIN {at('SIVSTANDFDT_SIVSTAND', bench.JAN_2016, 'civil')} c USING (unit)
                LEFT JOIN {at('INNTEKT_WLONN', bench.DEC_2016, 'wage')} w USING (unit)
                LEFT JOIN {at('NUDB_BU', bench.JAN_2016, 'education')} e USING (unit)) WHERE age >= 18 AND age < 67"""
            )
            db.execute("SELECT county, sex, count(*) FROM d GROUP BY ALL").fetchall()
            db.execute(
                "SELECT avg(wage), stddev(wage), count(wage), quantile_cont(wage, [.01, .25, .5, .75, .99]) FROM d"
            ).fetchall()
            return db.execute("SELECT civil, sex, count(*) FROM d GROUP BY ALL").fetchall()

        texts = [stored("SIVSTANDFDT_SIVSTAND").dictionary, stored("BEFOLKNING_KJOENN").dictionary]
        bench.measure(lambda: None, first_use, lambda rows: cells(rows, texts))
    elif row == "c":
        names, sex = persons(), stored("BEFOLKNING_KJOENN").dictionary
        bench.measure(
            lambda: None,
            lambda _: db.execute("SELECT county, sex, count(*) FROM d GROUP BY ALL").fetchall(),
            lambda rows: cells(rows, [names, sex]),
        )
    elif row == "d":
        names = persons()
        sql = "SELECT county, avg(wage), stddev(wage), quantile_cont(wage, [.25, .5, .75]) FROM d GROUP BY ALL"

        def check(rows):
            found = {}
            for county, mean, std, quartiles in rows:
                if county is not None and mean is not None:
                    values = [mean, std, *quartiles]
                    for measure, value in zip(("mean", "std", "p25", "p50", "p75"), values):
                        if value is not None:
                            found[f"{names[county]}.{measure}"] = float(value)
            return found

        bench.measure(lambda: None, lambda _: db.execute(sql).fetchall(), check)
    elif row == "e":
        persons()
        sql = """CREATE OR REPLACE TABLE r AS SELECT d.*, local FROM d
                 LEFT JOIN (SELECT place, avg(wage) AS local FROM d GROUP BY place) m USING (place)"""
        bench.measure(lambda: None, lambda _: db.execute(sql), lambda _: sums("local", "local", "r"))
    elif row == "f":
        persons(f"LEFT JOIN {at('BEFOLKNING_REGSTAT_FAMNR', bench.JAN_2016, 'family')} f USING (unit)")
        sql = """CREATE OR REPLACE TABLE r AS SELECT d.*, together FROM d
                 LEFT JOIN (SELECT family, sum(wage) AS together FROM d GROUP BY family) m USING (family)"""
        bench.measure(lambda: None, lambda _: db.execute(sql), lambda _: sums("together", "together", "r"))
    elif row == "g":
        names = ["INNTEKT_WLONN", "INNTEKT_WKAPINNT", "SIVSTANDFDT_SIVSTAND"]

        def panel(_):
            parts = [
                f"""SELECT unit, {', '.join(names)}, {day} AS date FROM {at(names[0], day, names[0])} a
                FULL JOIN {at(names[1], day, names[1])} b USING (unit)
                FULL JOIN {at(names[2], day, names[2])} c USING (unit)"""
                for day in bench.YEARS
            ]
            db.execute(f"CREATE OR REPLACE TABLE r AS SELECT * FROM ({' UNION ALL '.join(parts)}) ORDER BY unit, date")

        def check(_):
            found = {}
            for name in names:
                found |= sums(name, name, "r", stored(name).dictionary)
            return found

        bench.measure(lambda: None, panel, check)


def cells(rows, texts):
    found = {}
    for *codes, count in rows:
        if None not in codes:
            found[".".join(text[code] for text, code in zip(texts, codes)) + ".count"] = float(count)
    return found
