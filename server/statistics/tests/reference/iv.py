"""Figures of linearmodels for robust and clustered models with instruments (`iv.csv`): mroz, two endogenous variables.

pip install linearmodels; python iv.py mroz.csv | sed 's/np.float64(\\(.*\\))/\\1/' > iv.csv
"""
import sys
import warnings
import pandas as pd
from linearmodels.iv import IV2SLS, IVLIML, IVGMM

warnings.filterwarnings("ignore")
d = pd.read_csv(sys.argv[1])
d = d[d.inlf == 1].reset_index(drop=True)
d["c"] = 1.0
X, Z, E = ["exper", "expersq", "c"], ["motheduc", "fatheduc", "huseduc", "kidslt6", "nwifeinc"], ["educ", "hours"]
print("case,figure,value")


def tell(case, res):
    for name in E + X:
        print(f"{case},coef {name},{res.params[name]!r}")
        print(f"{case},se {name},{res.std_errors[name]!r}")


covs = {
    "classical": dict(cov_type="unadjusted", debiased=True),
    "hc1": dict(cov_type="robust", debiased=True),
    "cluster": dict(cov_type="clustered", clusters=d["age"], debiased=True),
}
for cov, kw in covs.items():
    r = IV2SLS(d.lwage, d[X], d[E], d[Z]).fit(**kw)
    tell(f"2sls {cov}", r)
    if cov == "classical":
        print("2sls classical,durbin,%r" % r.durbin().stat)
        print("2sls classical,wu_hausman,%r" % r.wu_hausman().stat)
        print("2sls classical,sargan,%r" % r.sargan.stat)
        print("2sls classical,basmann,%r" % r.basmann.stat)
        for name in E:
            print(f"2sls classical,shea {name},{r.first_stage.diagnostics['shea.rsquared'][name]!r}")
            print(f"2sls classical,partial {name},{r.first_stage.diagnostics['partial.rsquared'][name]!r}")
    if cov == "hc1":
        print("2sls hc1,score,%r" % r.wooldridge_score.stat)
        print("2sls hc1,regression,%r" % r.wooldridge_regression.stat)
        print("2sls hc1,overid,%r" % r.wooldridge_overid.stat)
    r = IVLIML(d.lwage, d[X], d[E], d[Z]).fit(**kw)
    tell(f"liml {cov}", r)
    if cov == "classical":
        print("liml classical,kappa,%r" % r.kappa)
        print("liml classical,anderson_rubin,%r" % r.anderson_rubin.stat)
        print("liml classical,basmann_f,%r" % r.basmann_f.stat)
for cov, kw in {"hc1": dict(weight_type="robust"), "cluster": dict(weight_type="clustered", clusters=d["age"])}.items():
    r = IVGMM(d.lwage, d[X], d[E], d[Z], **kw).fit(**covs[cov])
    tell(f"gmm {cov}", r)
    print(f"gmm {cov},hansen,{r.j_stat.stat!r}")
