"""Writes probability.csv: the 36 probability functions of the language over their whole domain, at 20 digits.

Every value comes from series at 60 digits (mpmath), at 420 where a tail is below 1e-25; inverses are the exact answer
for the probability as a double. Where SciPy has the function its value is compared and the largest difference printed.
Run: pip install mpmath gmpy2 scipy; python3 probability.py
"""
from concurrent.futures import ProcessPoolExecutor
from itertools import product
from mpmath import mp, mpf, erfc, exp, floor, gamma, loggamma, log, nstr, pi, sqrt, binomial as choose
from scipy import stats



def negligible():
    return mpf(10) ** (5 - mp.dps)



def gamma_term(a, x):
    """x^a e^-x / Γ(a + 1)"""
    return exp(a * log(x) - x - loggamma(a + 1))


def gamma_lower(a, x):
    if x <= 0:
        return mpf(0)
    total, term, n, least = mpf(1), mpf(1), 0, negligible()
    while term > total * least:
        n += 1
        term *= x / (a + n)
        total += term
    return total * gamma_term(a, x)


def beta_term(a, b, x):
    """x^a (1-x)^b / (a B(a, b))"""
    return exp(a * log(x) + b * log(1 - x) + loggamma(a + b) - loggamma(a + 1) - loggamma(b))


def beta_lower(a, b, x):
    if x <= 0:
        return mpf(0)
    if x >= 1:
        return mpf(1)
    if x > 0.5:
        return 1 - beta_lower(b, a, 1 - x)
    total, term, n, least = mpf(1), mpf(1), 0, negligible()
    while term > total * least:
        term *= x * (a + b + n) / (a + 1 + n)
        n += 1
        total += term
    return total * beta_term(a, b, x)


def mixture(rate, shift, first, lower, step):
    """Σ rate^(j+shift) e^-rate / Γ(j+shift+1) · lower(first + j), and the same of (first + j) · step."""
    weight = exp((shift * log(rate) if shift else 0) - rate - loggamma(shift + 1))
    value, jump = lower(first), step(first)
    total, slope, mass, j, least = mpf(0), mpf(0), mpf(0), 0, negligible()
    while True:
        total += weight * value
        slope += weight * (first + j) * jump
        mass += weight
        value -= jump
        jump *= step.ratio(first + j)
        j += 1
        weight *= rate / (j + shift)
        if j > rate and weight < least * mass:
            return total, slope, mass


class GammaStep:
    def __init__(self, x): self.x = x
    def __call__(self, a): return gamma_term(a, self.x)
    def ratio(self, a): return self.x / (a + 1)


class BetaStep:
    def __init__(self, b, x): self.b, self.x = b, x
    def __call__(self, a): return beta_term(a, self.b, self.x)
    def ratio(self, a): return self.x * (a + self.b) / (a + 1)


# (lower, upper, density) of each distribution; parameters first, the point last
def three(lower, density):
    return lower, 1 - lower, density


def normal(z):
    return three(erfc(-z / sqrt(2)) / 2, exp(-z * z / 2) / sqrt(2 * pi))


def chi2(v, x):
    return three(gamma_lower(v / 2, x / 2), gamma_term(v / 2, x / 2) * v / 2 / x)


def nchi2(v, l, x):
    total, slope, _ = mixture(l / 2, 0, v / 2, lambda a: gamma_lower(a, x / 2), GammaStep(x / 2))
    return three(total, slope / x)


def beta(a, b, x):
    return three(beta_lower(a, b, x), beta_term(a, b, x) * a / x / (1 - x))


def f(v1, v2, x):
    share = v1 * x / (v1 * x + v2)
    return three(beta_lower(v1 / 2, v2 / 2, share), beta_term(v1 / 2, v2 / 2, share) * v1 / 2 / x)


def nf(v1, v2, l, x):
    share = v1 * x / (v1 * x + v2)
    total, slope, _ = mixture(l / 2, 0, v1 / 2, lambda a: beta_lower(a, v2 / 2, share), BetaStep(v2 / 2, share))
    return three(total, slope / x)


def t(v, x):
    density = exp(loggamma((v + 1) / 2) - loggamma(v / 2) - (v + 1) / 2 * log(1 + x * x / v)) / sqrt(pi * v)
    half = beta_lower(mpf(1) / 2, v / 2, x * x / (v + x * x)) / 2
    return three(mpf(1) / 2 + (half if x > 0 else -half), density)


def nt(v, d, x):
    if x < 0:
        lower, upper, density = nt(v, -d, -x)
        return upper, lower, density
    share, half = x * x / (v + x * x), mpf(1) / 2
    rate, sign = d * d / 2, 1 if d > 0 else -1
    even, even_slope, _ = mixture(rate, 0, half, lambda a: beta_lower(a, v / 2, share), BetaStep(v / 2, share))
    odd, odd_slope, _ = mixture(rate, half, mpf(1), lambda a: beta_lower(a, v / 2, share), BetaStep(v / 2, share))
    # d(share)/dx / (share (1 − share)) = 2/x
    return three(normal(-d)[0] + (even + sign * odd) / 2, (even_slope + sign * odd_slope) / x)


def binomial(n, k, p):
    n, k = floor(n), floor(k)
    lower = 1 - beta_lower(k + 1, n - k, p) if k < n else mpf(1)
    tail = beta_lower(k, n - k + 1, p) if k > 0 else mpf(1)
    return lower, tail, choose(n, k) * p ** k * (1 - p) ** (n - k)


names = {
    chi2: ("chi2", "chi2tail", "chi2den", "invchi2", "invchi2tail"),
    nchi2: ("nchi2", "nchi2tail", "nchi2den", None, None),
    beta: ("ibeta", "ibetatail", "betaden", "invibeta", "invibetatail"),
    f: ("F", "Ftail", "Fden", "invF", "invFtail"),
    nf: ("nF", "nFtail", "nFden", None, "invnFtail"),
    t: ("t", "ttail", "tden", "invt", "invttail"),
    nt: ("nt", "nttail", "ntden", None, "invnttail"),
    binomial: ("binomial", "binomialtail", "binomialp", None, None),
}
df = [0.01, 0.5, 1, 2, 3.7, 10, 47, 1000]
points = {
    chi2: [(v, v * r) for v in df + [1e-5, 2e4] for r in (1e-8, 0.05, 0.7, 1, 1.3, 4, 30)]
    + [(1.0, 600.0), (2.0, 1e-250), (1e6, 1e6), (1e6, 1.01e6), (1e6, 0.98e6)],
    nchi2: [(v, l, (v + l) * r) for v, l in product((0.01, 1, 2, 7.5, 300), (1e-8, 0.3, 4, 90)) for r in (1e-3, 0.3, 1, 1.6, 6)]
    + [(3.0, 2000.0, 1500.0), (3.0, 2000.0, 2600.0), (3.0, 10000.0, 9000.0), (3.0, 10000.0, 10500.0), (2.0, 10000.0, 10002.0)],
    beta: [(a, b, x) for a, b in product((1e-5, 0.3, 1, 2.5, 40), (1e-5, 0.3, 1, 2.5, 300)) for x in (1e-12, 0.02, 0.5, 0.9375, 0.999755859375)]
    + [(3000.0, 5000.0, x) for x in (0.35, 0.37, 0.375, 0.38, 0.4)] + [(1e6, 2.0, 0.999998), (2.0, 1e6, 1e-6), (1e5, 1e5, 0.501)],
    f: [(v1, v2, x) for v1, v2 in product((0.01, 1, 2, 5.5, 400), (0.02, 1, 7, 5000.0, 1e7)) for x in (1e-9, 0.04, 0.6, 1, 1.5, 12)],
    nf: [(v1, v2, l, x) for v1, v2, l in product((0.5, 2, 9), (1, 4.5, 600), (0.01, 2.5, 60)) for x in (1e-3, 0.5, 2, 20)]
    + [(1.0, 100000.0, 5.0, 3.0), (3.0, 40.0, 5000.0, 1200.0), (3.0, 40.0, 5000.0, 2400.0), (2.0, 1e6, 0.5, 1e-6)],
    t: [(v, x) for v in (0.01, 1, 2, 4.5, 30, 700, 1e6) for x in (-40, -3, -0.4, 1e-7, 0.7, 2, 11)],
    nt: [(v, d, x) for v, d in product((0.5, 1, 3, 8.5, 12, 60, 5000), (-6, -0.8, 1e-3, 2.5, 30)) for x in (-12, -1.5, 0.2, 2, 9)]
    + [(40.0, 100.0, 110.0), (40.0, 100.0, 75.0), (3.0, 100.0, 200.0), (3.0, -100.0, -60.0)],
    binomial: [(n, k, p) for n, p in product((1, 7.9, 40, 1000), (1e-6, 0.125, 0.5, 0.97)) for k in (0, 1.5, n // 4, n // 2, n - 1, n)]
    + [(1e6, 3e5, 0.3), (1e6, 3.02e5, 0.3), (1e6, 2.97e5, 0.3), (1e5, 3.0, 1e-5)],
}
scipy_like = {
    chi2: lambda v, x: (stats.chi2.cdf(x, v), stats.chi2.sf(x, v), stats.chi2.pdf(x, v)),
    nchi2: lambda v, l, x: (stats.ncx2.cdf(x, v, l), stats.ncx2.sf(x, v, l), stats.ncx2.pdf(x, v, l)),
    beta: lambda a, b, x: (stats.beta.cdf(x, a, b), stats.beta.sf(x, a, b), stats.beta.pdf(x, a, b)),
    f: lambda v, w, x: (stats.f.cdf(x, v, w), stats.f.sf(x, v, w), stats.f.pdf(x, v, w)),
    nf: lambda v, w, l, x: (stats.ncf.cdf(x, v, w, l), stats.ncf.sf(x, v, w, l), stats.ncf.pdf(x, v, w, l)),
    t: lambda v, x: (stats.t.cdf(x, v), stats.t.sf(x, v), stats.t.pdf(x, v)),
    nt: lambda v, d, x: (stats.nct.cdf(x, v, d), stats.nct.sf(x, v, d), stats.nct.pdf(x, v, d)),
    binomial: lambda n, k, p: (stats.binom.cdf(k // 1, n // 1, p), stats.binom.sf(k // 1 - 1, n // 1, p), stats.binom.pmf(k // 1, n // 1, p)),
}
SMALLEST, LARGEST = mpf("1e-290"), mpf("1e290")


def exact(function, arguments):
    for mp.dps in (60, 420):
        values = function(*map(mpf, arguments))
        if min(values[:2]) > mpf("1e-25"):
            break
    return values


def by_scipy(function, arguments):
    try:
        return scipy_like[function](*arguments)
    except OverflowError:  # its noncentral t, far out
        return (float("nan"),) * 3


def lines_of(function):
    lines, worst = [], [0, ""]
    for arguments in points[function]:
        arguments = tuple(map(float, arguments))
        values = exact(function, arguments)
        for name, value, other in zip(names[function], values, by_scipy(function, arguments)):
            if SMALLEST < value < LARGEST:
                lines.append((name, arguments, nstr(value, 20)))
                gap = float(abs(mpf(float(other)) - value) / value)
                if gap < 1e3 and value > 1e-12:
                    worst = max(worst, [gap, f"{name}{arguments}"])
        # The exact quantile of the double nearest to the tail: one Newton step from the point. Left out where the last
        # bit of the probability moves the quantile by more than 2e-12.
        lower, upper, density = values
        for name, tail, sign in ((names[function][3], lower, 1), (names[function][4], upper, -1)):
            p, point = mpf(float(tail)), mpf(arguments[-1])
            if name and SMALLEST < p < 1 and density * abs(point) > tail * mpf("1e-4"):
                lines.append((name, (*arguments[:-1], float(p)), nstr(point + sign * (p - tail) / density, 20)))
    print(f"{function.__name__}: SciPy differs by at most {worst[0]:.1e} at {worst[1]}", flush=True)
    return lines


if __name__ == "__main__":
    lines = []
    for z in (-36, -20, -6, -1.5, -1e-9, 0, 0.3, 1.96, 5, 8):
        lower, _, density = exact(normal, (z,))
        lines.append(("normal", (z,), nstr(lower, 20)))
        lines.append(("normalden", (z,), nstr(density, 20)))
        moved = exact(normal, ((mpf(z) - mpf("0.25")) / mpf("3.5"),))[2] / mpf("3.5")
        lines.append(("normalden", (z, 0.25, 3.5), nstr(moved, 20)))
    with ProcessPoolExecutor(2) as pool:
        for more in pool.map(lines_of, points):
            lines += more
    with open("probability.csv", "w") as out:
        out.write("function,arguments,value\n")
        for name, arguments, value in lines:
            out.write(f"{name},{' '.join(repr(float(a)) for a in arguments)},{value}\n")
