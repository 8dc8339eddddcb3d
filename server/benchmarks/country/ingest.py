"""Ingestion: a real CSV of the generator's persons, and DuckDB's way from it to Parquet with the same checks in SQL.

    ingest.py write HOME FOLDER ROWS CODES   the municipality of residence in the exchange format, the first ROWS spells
    ingest.py duckdb FOLDER OUT              times DuckDB; prints one line `ROW {json}`
    ingest.py skjerm BINARY FOLDER HOME      times `skjerm registry import` into a new home, the same line

CODES: the municipality codes with the periods in which they are valid (server/synthetic/data/municipality_codes.csv).
"""

import csv
import json
import resource
import shutil
import subprocess
import sys
import time
from pathlib import Path

import duckdb

NAME = "BOSATTEFDT_BOSTED"
ONGOING = 2**31 - 1  # the end that stands for none, and is lost by `<` like a NULL


def connect():
    db = duckdb.connect()
    db.execute("SET threads = 2")
    return db


def write(home, folder, rows, codes):
    stored = Path(home) / "data" / "no.ssb.fdb" / NAME
    stored = max((path for path in stored.iterdir() if path.is_dir()), key=lambda path: int(path.name))
    manifest = json.loads((stored / "manifest.json").read_text())
    files = [str(stored / file) for part in manifest["partitions"] for file in part["files"]]
    folder = Path(folder) / NAME
    folder.mkdir(parents=True, exist_ok=True)
    db = connect()
    db.execute("CREATE TABLE texts (value UINTEGER, text VARCHAR)")
    db.executemany("INSERT INTO texts VALUES (?, ?)", list(enumerate(manifest["dictionary"])))
    # Eleven digits that have nothing to do with the order of the persons, as national identity numbers have not.
    db.execute(
        f"""COPY (SELECT printf('%011d', (unit::HUGEINT * 7919777 % 99999999977)::BIGINT), text,
        strftime(DATE '1970-01-01' + start, '%Y-%m-%d'),
        CASE WHEN stop < {ONGOING} THEN strftime(DATE '1970-01-01' + stop, '%Y-%m-%d') ELSE '' END, ''
        FROM (SELECT * FROM read_parquet({files}) LIMIT {rows}) JOIN texts USING (value))
        TO '{folder / (NAME + ".csv")}' (DELIMITER ';', HEADER false, QUOTE '')"""
    )
    text = lambda value: [{"languageCode": "no", "value": value}]
    with open(codes, newline="", encoding="utf-8") as file:
        listed = [
            {
                "code": row["code"],
                "categoryTitle": text(row["title_no"]),
                "validFrom": row["valid_from"],
                **({"validUntil": row["valid_until"]} if row["valid_until"] else {}),
            }
            for row in csv.DictReader(file)
        ]
    metadata = {
        "temporalityType": "EVENT",
        "sensitivityLevel": "PERSON_GENERAL",
        "populationDescription": text("Alle personer"),
        "spatialCoverageDescription": text("Norge"),
        "subjectFields": [text("Befolkning")],
        "dataRevision": {"description": text("Syntetisk")},
        "identifierVariables": [{"unitType": "PERSON"}],
        "measureVariables": [
            {
                "name": text("Bosted"),
                "description": text("Bostedskommune"),
                "dataType": "STRING",
                "valueDomain": {"codeList": listed, "sentinelAndMissingValues": []},
            }
        ],
    }
    (folder / (NAME + ".json")).write_text(json.dumps(metadata, ensure_ascii=False), encoding="utf-8")


def in_duckdb(folder, out):
    folder = Path(folder) / NAME
    metadata = json.loads((folder / (NAME + ".json")).read_text(encoding="utf-8"))
    codes = metadata["measureVariables"][0]["valueDomain"]["codeList"]
    periods = [(code["code"], code["validFrom"], code.get("validUntil", "9999-12-31")) for code in codes]
    begun = time.perf_counter()
    db = connect()
    db.execute("CREATE TABLE codes (code VARCHAR, valid_from DATE, valid_until DATE)")
    db.executemany("INSERT INTO codes VALUES (?, ?, ?)", periods)
    db.execute(
        f"""CREATE TABLE raw AS SELECT * FROM read_csv('{folder / (NAME + ".csv")}', delim = ';', header = false,
        store_rejects = true, columns = {{'id': 'VARCHAR', 'value': 'VARCHAR', 'start': 'DATE', 'stop': 'DATE', 'attributes': 'VARCHAR'}})"""
    )
    checks = {
        "rejected": "SELECT count(*) FROM reject_errors",
        "no identifier, no value or attributes": """SELECT count(*) FROM raw
            WHERE id IS NULL OR trim(id) = '' OR value IS NULL OR trim(value) = '' OR trim(coalesce(attributes, '')) <> ''""",
        "period": "SELECT count(*) FROM raw WHERE start IS NULL OR stop < start",
        "code": """SELECT count(*) FROM raw WHERE NOT EXISTS (SELECT 1 FROM codes
            WHERE code = value AND valid_from <= start AND start <= valid_until)""",
        "overlap": """SELECT count(*) FROM (SELECT start, max(coalesce(stop, DATE '9999-12-31')) OVER (PARTITION BY id ORDER BY start
            ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS reach FROM raw) WHERE reach >= start""",
    }
    wrong = {name: db.execute(sql).fetchone()[0] for name, sql in checks.items()}
    if any(wrong.values()):
        sys.exit(f"DuckDB finds errors that Skjerm does not: {wrong}")
    db.execute("CREATE TABLE ids AS SELECT id, (row_number() OVER () - 1)::UINTEGER AS unit FROM (SELECT DISTINCT id FROM raw)")
    db.execute("CREATE TABLE dictionary AS SELECT code, (row_number() OVER (ORDER BY code) - 1)::USMALLINT AS place FROM (SELECT DISTINCT code FROM codes)")
    db.execute(
        f"""COPY (SELECT unit, place AS value, start - DATE '1970-01-01' AS start, coalesce(stop - DATE '1970-01-01', {ONGOING}) AS stop
        FROM raw JOIN ids USING (id) JOIN dictionary ON code = value ORDER BY unit, start)
        TO '{out}' (FORMAT parquet, COMPRESSION lz4_raw)"""
    )
    wall = time.perf_counter() - begun
    rows = db.execute(f"SELECT count(*) FROM read_parquet('{out}')").fetchone()[0]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print("ROW " + json.dumps({"row": "ingest", "tool": "duckdb", "walls": [wall], "peak_mb": peak, "check": {"rows": rows}}))


def in_skjerm(binary, folder, home):
    shutil.rmtree(home, ignore_errors=True)
    begun = time.perf_counter()
    subprocess.run([binary, "--home", home, "registry", "import", folder, "--databank", "no.test.bank"], check=True, stdout=sys.stderr)
    wall = time.perf_counter() - begun
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    stored = Path(home) / "data" / "no.test.bank" / NAME / "1"
    files = [str(file) for file in stored.glob("*.parquet")]
    rows = connect().execute(f"SELECT count(*) FROM read_parquet({files})").fetchone()[0]
    print("ROW " + json.dumps({"row": "ingest", "tool": "skjerm", "walls": [wall], "peak_mb": peak, "check": {"rows": rows}}))


if __name__ == "__main__":
    if sys.argv[1] == "write":
        write(sys.argv[2], sys.argv[3], int(sys.argv[4]), sys.argv[5])
    elif sys.argv[1] == "skjerm":
        in_skjerm(sys.argv[2], sys.argv[3], sys.argv[4])
    else:
        in_duckdb(sys.argv[2], sys.argv[3])
