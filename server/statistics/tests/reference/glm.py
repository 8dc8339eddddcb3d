"""Makes glm.csv: further models by statsmodels (version in the last line), and marginal effects by their definition with complex steps.

Run: python glm.py PATH_TO/shared/reference/data > glm.csv
"""
import sys
import numpy as np
import pandas as pd
import statsmodels
import statsmodels.api as sm
from scipy.special import digamma, gammaln, polygamma

here = sys.argv[1]
read = lambda name: pd.read_csv(f"{here}/{name}.csv")


def say(case, figure, values):
    for i, value in enumerate(np.ravel(values), 1):
        print(f"{case},{figure},{i},{value:.17g}")


def maximise(model, start):
    """Newton's method to the last digit, with short steps first."""
    b = np.asarray(start, float)
    for i in range(80):
        step = np.linalg.solve(-model.hessian(b), model.score(b))
        b = b + step * min(1.0, 0.1 + 0.1 * i)
    assert np.abs(step).max() < 1e-10
    return b, np.linalg.inv(-model.hessian(b))


def meat(scores, groups=None):
    n = len(scores)
    if groups is None:
        return scores.T @ scores * n / (n - 1)
    sums = np.array([scores[groups == g].sum(axis=0) for g in np.unique(groups)])
    return sums.T @ sums * len(sums) / (len(sums) - 1)


def table(case, model, start, groups=None):
    b, inverse = maximise(model, start)
    scores = model.score_obs(b)
    se = lambda v: np.sqrt(np.diag(v))
    classical, robust = se(inverse), se(inverse @ meat(scores) @ inverse)
    figures = {"se": classical, "robust": robust}
    if groups is not None:
        figures["cluster"] = se(inverse @ meat(scores, groups) @ inverse)
    say(case, "coef", b)
    for figure, value in figures.items():
        say(case, figure, value)
    say(case, "ll", model.loglike(b))
    # Influence and leverage of the rows.
    k = len(b)
    if case in ("logit", "probit", "poisson"):
        say(case, "influence", np.einsum("ij,jk,ik->i", scores, inverse, scores)[:40] / k)
    return b, inverse


with_constant = lambda x: np.column_stack([x, np.ones(len(x))])
mroz, crime, cps = read("mroz"), read("crime1"), read("cps1985")
MROZ = ["nwifeinc", "educ", "exper", "expersq", "age", "kidslt6", "kidsge6"]
CRIME = ["pcnv", "avgsen", "tottime", "ptime86", "qemp86", "inc86", "black", "hispan", "born60"]
x, y, groups = mroz[MROZ].to_numpy(float), mroz["inlf"].to_numpy(float), mroz["educ"].to_numpy()
table("logit", sm.Logit(y, with_constant(x)), np.zeros(8), groups)
table("probit", sm.Probit(y, with_constant(x)), np.zeros(8), groups)
table("logitnocons", sm.Logit(y, x), np.zeros(7), groups)
x, y, groups = crime[CRIME].to_numpy(float), crime["narr86"].to_numpy(float), crime["qemp86"].to_numpy()
exposure = 1.0 + crime["ptime86"].to_numpy(float)
start = np.append(np.zeros(9), -1.0)
b, _ = table("poisson", sm.Poisson(y, with_constant(x), exposure=exposure), start, groups)


class NegativeBinomial:
    """NB2 by hand in (beta, ln alpha): statsmodels 0.15 runs off to alpha = 0 with this exposure."""

    def __init__(self, y, x, exposure):
        self.y, self.x, self.exposure = y, x, exposure

    def parts(self, b):
        return np.exp(self.x @ b[:-1]) * self.exposure, np.exp(-b[-1])

    def loglike(self, b):
        mu, r = self.parts(b)
        y = self.y
        return (gammaln(y + r) - gammaln(r) - gammaln(y + 1) - r * np.log1p(mu / r) + y * np.log(mu / (r + mu))).sum()

    def by_r(self, b):
        """First and second derivative by r = 1/alpha, and the mixed one by the linear predictor."""
        mu, r = self.parts(b)
        y = self.y
        first = digamma(y + r) - digamma(r) - np.log1p(mu / r) + mu / (r + mu) - y / (r + mu)
        second = polygamma(1, y + r) - polygamma(1, r) + mu / (r * (r + mu)) - mu / (r + mu) ** 2 + y / (r + mu) ** 2
        return first, second, mu * (y - mu) / (r + mu) ** 2

    def score_obs(self, b):
        mu, r = self.parts(b)
        return np.column_stack([self.x * ((self.y - mu) * r / (r + mu))[:, None], -r * self.by_r(b)[0]])

    def score(self, b):
        return self.score_obs(b).sum(axis=0)

    def hessian(self, b):
        mu, r = self.parts(b)
        first, second, mixed = self.by_r(b)
        k = len(b)
        h = np.zeros((k, k))
        h[:-1, :-1] = -(self.x * (mu * r * (r + self.y) / (r + mu) ** 2)[:, None]).T @ self.x
        h[:-1, -1] = h[-1, :-1] = self.x.T @ (-r * mixed)
        h[-1, -1] = (r * r * second + r * first).sum()
        return h


table("nb", NegativeBinomial(y, with_constant(x), exposure), np.append(b, 0.0), groups)
null = NegativeBinomial(y, np.ones((len(y), 1)), exposure)
say("nb", "ll_null", null.loglike(maximise(null, [-1.0, 0.0])[0]))


def mnl(case, y, x, n_outcomes):
    """Multinomial logit by hand: outcome 0 is the base; parameters equation after equation."""
    q, k = n_outcomes - 1, x.shape[1]
    b = np.zeros(q * k)
    one = np.eye(n_outcomes)[y][:, 1:]
    for _ in range(40):
        p = np.exp(x @ b.reshape(q, k).T)
        p = p / (1 + p.sum(axis=1, keepdims=True))
        scores = ((one - p)[:, :, None] * x[:, None, :]).reshape(len(y), -1)
        information = np.zeros((q * k, q * k))
        for i in range(q):
            for j in range(q):
                w = p[:, i] * ((i == j) - p[:, j])
                information[i * k:(i + 1) * k, j * k:(j + 1) * k] = (x * w[:, None]).T @ x
        b = b + np.linalg.solve(information, scores.sum(axis=0))
    inverse = np.linalg.inv(information)
    say(case, "coef", b)
    say(case, "se", np.sqrt(np.diag(inverse)))
    say(case, "robust", np.sqrt(np.diag(inverse @ meat(scores) @ inverse)))
    say(case, "influence", np.einsum("ij,jk,ik->i", scores, inverse, scores)[:40] / (q * k))
    return b, inverse


def effects(case, b, covariance, x, n_outcomes, factor):
    """By definition: `factor` are the columns of a factor, changed from none of them; the last column of x is the constant."""
    k, q = x.shape[1], n_outcomes - 1

    def probabilities(b, x):
        e = np.exp(x @ b.reshape(q, k).T)
        return np.column_stack([np.ones(len(x)), e]) / (1 + e.sum(axis=1))[:, None]

    def effect(b, x, kind):
        p = probabilities(b, x)
        slopes = np.vstack([np.zeros(k), b.reshape(q, k)])
        out = []
        for column in range(k - 1):
            if column in factor:
                if kind in ("eyex", "dyex"):
                    continue
                to, base = x.copy().astype(b.dtype), x.copy().astype(b.dtype)
                to[:, factor], base[:, factor] = 0, 0
                to[:, column] = 1
                f = np.log if kind == "eydx" else lambda p: p
                out.append((f(probabilities(b, to)) - f(probabilities(b, base))).mean(axis=0))
                continue
            d = slopes[:, column] - (p @ slopes[:, column])[:, None]
            value = d if kind in ("eyex", "eydx") else p * d
            if kind in ("eyex", "dyex"):
                value = value * x[:, [column]]
            out.append(value.mean(axis=0))
        return np.array(out).T[1 if n_outcomes == 2 else 0:].ravel()

    points = {"overall": x, "mean": x.mean(axis=0)[None], "median": np.median(x, axis=0)[None], "zero": np.zeros((1, k))}
    points["zero"][0, -1] = 1
    for place, row in points.items():
        for kind in ("dydx", "eyex", "dyex", "eydx"):
            value = effect(b, row, kind)
            jacobian = np.empty((len(value), len(b)))
            for i in range(len(b)):
                step = b.astype(complex)
                step[i] += 1e-30j
                jacobian[:, i] = effect(step, row, kind).imag / 1e-30
            say(case, f"{kind}_{place}", value)
            say(case, f"{kind}_{place}_se", np.sqrt(np.einsum("ij,jk,ik->i", jacobian, covariance, jacobian)))
    # Adjusted predictions at means.
    row = points["mean"]
    p = lambda b: probabilities(b, row)[0, 1 if n_outcomes == 2 else 0:]
    jacobian = np.array([p(b + 1e-30j * np.eye(len(b))[i]).imag / 1e-30 for i in range(len(b))]).T
    say(case, "adjusted", p(b))
    say(case, "adjusted_se", np.sqrt(np.einsum("ij,jk,ik->i", jacobian, covariance, jacobian)))


sectors = sorted(cps["sector"].unique())
sector = np.column_stack([(cps["sector"] == level) for level in sectors[1:]]).astype(float)
female = (cps["gender"] == "female").to_numpy(float)
x = with_constant(np.column_stack([cps["education"], cps["experience"], sector, female]).astype(float))
union = (cps["union"] == "yes").to_numpy(int)
b, covariance = mnl("union", union, x, 2)
effects("union", b, covariance, x, 2, [2, 3])
groups = np.digitize(cps["wage"], [5.0, 8.0, 12.0])
b, covariance = mnl("wages", groups, x, 4)
effects("wages", b, covariance, x, 4, [2, 3])
probit = sm.Probit(union, x)
b, covariance = maximise(probit, np.zeros(x.shape[1]))
fitted = probit.fit(start_params=b, maxiter=0, disp=0)
for place in ("overall", "mean", "median", "zero"):
    for kind in ("dydx", "eyex", "dyex", "eydx"):
        found = fitted.get_margeff(at=place, method=kind)
        say("probit_union", f"{kind}_{place}", found.margeff)
        say("probit_union", f"{kind}_{place}_se", found.margeff_se)
    if place in ("overall", "mean"):
        found = fitted.get_margeff(at=place, method="dydx", dummy=True)
        say("probit_union", f"change_{place}", found.margeff)
        say("probit_union", f"change_{place}_se", found.margeff_se)
print(f"version,statsmodels {statsmodels.__version__},0,0")
