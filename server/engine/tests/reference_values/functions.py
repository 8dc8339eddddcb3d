"""Writes mathematics.csv (expressions and their values at 20 digits, mpmath) and dates.csv (Python's calendar).

Run: pip install mpmath; python3 functions.py
"""
from datetime import date, timedelta
from mpmath import mp, mpf, acos, asin, atan, binomial, cos, exp, log, loggamma, nstr, sin, sqrt, tan

mp.dps = 360
tiny = [1e-300, 1e-12, 1e-5, 0.01, 0.3, 0.499999, 0.4999999999]
half = [0.5000001, 0.7, 0.999, 0.9999999999]
wide = [1, 1.0000001, 1.5, 2, 3.7, 10, 99.5, 1000, 123456.789, 1e15, 1e300]
angles = [1e-9, 0.1, 0.7853981, 1.5, 1.5707963, 3, 3.1415926, 6, 100, 12345.678, 1e9]
functions = {
    "sqrt": (sqrt, [(x,) for x in tiny + half + wide]),
    "exp": (exp, [(s * x,) for x in tiny + half + [1, 2.5, 30, 700] for s in (1, -1)]),
    "ln": (log, [(x,) for x in tiny + half + wide if x != 1]),
    "log10": (lambda x: log(x, 10), [(x,) for x in tiny + half + wide if x != 1]),
    "logit": (lambda x: log(x / (1 - x)), [(x,) for x in tiny + half]),
    "lnfactorial": (lambda x: loggamma(x + 1), [(x,) for x in tiny + half + [0.9, 1.0000001] + wide[2:-1]] + [(n,) for n in range(2, 40, 3)]),
    "comb": (binomial, [(5, 2), (52, 5), (100, 50), (1000, 500), (1e6, 3), (1e6, 20), (2.5, 1.25), (40.5, 7.25), (1e6, 3.2), (900, 401.5), (0.5, 0.25)]),
    "sin": (sin, [(s * x,) for x in angles for s in (1, -1)]),
    "cos": (cos, [(x,) for x in angles]),
    "tan": (tan, [(s * x,) for x in angles for s in (1, -1)]),
    "asin": (asin, [(s * x,) for x in tiny + half + [1] for s in (1, -1)]),
    "acos": (acos, [(s * x,) for x in tiny + half for s in (1, -1)]),
    "atan": (atan, [(s * x,) for x in tiny + half + wide for s in (1, -1)]),
    "normalden": (lambda x, m, s: exp(-((x - m) / s) ** 2 / 2) / s / sqrt(2 * mp.pi), [(1.5, 1, 0.25), (1e4, 1.1e4, 300)]),
}
with open("mathematics.csv", "w") as out:
    out.write("function,arguments,value\n")
    for name, (function, rows) in functions.items():
        for row in rows:
            arguments = [float(a) for a in row]
            value = function(*map(mpf, arguments))
            out.write(f"{name},{' '.join(map(repr, arguments))},{nstr(value, 20)}\n")

with open("dates.csv", "w") as out:
    out.write("day,year,month,of_month,week,weekday,of_year\n")
    day = date(1700, 1, 1)
    days = set()
    while day < date(2300, 1, 1):
        days.add(day)
        day += timedelta(days=293)
    for year in range(1895, 2045):
        days |= {date(year, 1, 1), date(year, 12, 31), date(year, 12, 28), date(year, 3, 1), date(year, 3, 1) - timedelta(days=1)}
    for day in sorted(days):
        number = (day - date(1970, 1, 1)).days
        out.write(f"{number},{day.year},{day.month},{day.day},{day.isocalendar()[1]},{day.isoweekday()},{day.timetuple().tm_yday}\n")
