"""Makes studentized_range.csv: upper tails of the studentised range at 22 digits (needs mpmath), step halved once as a check."""
from mpmath import mp, mpf, erfc, sqrt, exp, log, pi, loggamma

mp.dps = 22
def lower(z): return erfc(-z / sqrt(mpf(2))) / 2
def upper(q, k, df, step):
    a = mpf(df) / 2
    c = a * log(mpf(df)) - loggamma(a) - (a - 1) * log(mpf(2))
    nodes = [mpf(step) * i for i in range(int(-9 / step), int(20 / step))]
    table = [(z, exp(-z * z / 2) / sqrt(2 * pi), lower(z)) for z in nodes]
    def tail(w):
        return k * step * sum(d * (b ** (k - 1) - (b - lower(z - w)) ** (k - 1)) for z, d, b in table)
    m, s = -log(1 + mpf(q) ** 2 / (2 * df)) / 2, 1 / sqrt(2 * mpf(df))
    h = mpf(step) * s
    total, i = mpf(0), int(-30 / step)
    while i < 12 / step:
        t = m + h * i
        g = exp(c + df * t - df * exp(2 * t) / 2)
        if g > mpf(10) ** -24:
            total += g * tail(q * exp(t))
        i += 1
    return total * h
print("q,k,df,p")
for q, k, df in [(3.5, 3, 10), (5, 19, 100), (10, 3, 4), (8, 30, 60), (1, 10, 5), (6.5, 4, 30), (12, 6, 40), (4.2, 5, 2000)]:
    fine, rough = (upper(mpf(q), k, df, step) for step in (0.2, 0.25))
    assert abs(fine - rough) < abs(fine) * mpf(10) ** -12, (q, k, df, fine, rough)
    print(f"{q},{k},{df},{mp.nstr(fine, 17)}", flush=True)
