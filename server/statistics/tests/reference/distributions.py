"""Writes distributions.csv: tails and quantiles at 60 digits by mpmath (1.3). Run: python3 distributions.py"""
from mpmath import mp, mpf, betainc, erfc, gammainc, inf, log, nstr, sqrt

mp.dps = 60


def normal(z):
    return erfc(z / sqrt(2)) / 2


def student(t, df):
    return betainc(df / 2, mpf(1) / 2, 0, df / (df + t * t), regularized=True) / 2


def chi_squared(x, df):
    return gammainc(df / 2, x / 2, inf, regularized=True)


def f(x, df1, df2):
    return betainc(df2 / 2, df1 / 2, 0, df2 / (df2 + df1 * x), regularized=True)


tails = {
    normal: [(-8.0,), (-3.0,), (0.1,), (1.0,), (1.96,), (5.0,), (10.0,), (30.0,), (37.0,)],
    student: [
        (2.0, 1.0), (50.0, 1.0), (0.01, 3.0), (2.0, 5.0), (100.0, 30.0), (8.28, 524.0), (1.5, 1999.0), (1.5, 2001.0),
        (36.8, 5000.0), (2.5, 100000.0), (35.0, 100000.0), (1.96, 4999999.0), (5.0, 1e7), (30.0, 1e7), (4.0, 1e8),
    ],
    chi_squared: [
        (0.001, 1.0), (10.3, 1.0), (100.0, 2.0), (5.0, 4.0), (500.0, 30.0), (25.0, 30.0), (1200.0, 1000.0),
        (900.0, 1000.0), (101000.0, 100000.0),
    ],
    f: [
        (4.67, 2.0, 82.0), (49.0, 9.0, 188.0), (0.3, 5.0, 7.0), (80.39, 3.0, 522.0), (2.0, 40.0, 60.0),
        (1.0001, 3.0, 1e7), (5.0, 1.0, 1e6), (3.5, 100.0, 1e7), (1.02, 4000.0, 90000.0), (30.0, 12.0, 5e6),
    ],
}
quantiles = {
    normal: [(0.025,), (1e-10,), (1e-200,), (0.3,), (0.9,)],
    student: [(0.025, 1.0), (0.025, 5.0), (0.025, 524.0), (0.025, 4999999.0), (1e-8, 3.0), (0.45, 12.0), (1e-12, 1e7)],
    chi_squared: [(0.05, 1.0), (0.05, 2.0), (0.95, 10.0), (1e-6, 300.0)],
    f: [(0.05, 3.0, 522.0), (0.95, 2.0, 10.0), (1e-4, 5.0, 1e6)],
}
names = {normal: "normal", student: "student", chi_squared: "chi_squared", f: "f"}
with open("distributions.csv", "w") as out:
    out.write("distribution,what,point,df1,df2,value\n")

    def line(function, what, arguments, value):
        first, *rest = [repr(float(a)) for a in arguments]
        rest += [""] * (2 - len(rest))
        out.write(",".join([names[function], what, first, *rest, nstr(value, 20)]) + "\n")

    for function, points in tails.items():
        for arguments in points:
            line(function, "upper", arguments, function(*map(mpf, arguments)))
    for function, points in quantiles.items():
        for p, *df in points:
            def gap(x):
                return log(function(x, *map(mpf, df))) - log(mpf(p))

            low, high = (mpf(-40), mpf(40)) if function is normal else (mpf("0.01"), mpf(1000 if df[-1] < 1000 else 40))
            for _ in range(180):
                middle = (low + high) / 2
                low, high = (middle, high) if gap(middle) > 0 else (low, middle)
            line(function, "upper_quantile", (p, *df), low)
