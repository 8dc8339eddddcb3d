"""Makes rdd.csv: further discontinuity designs on rdsenate.csv by rdrobust (Python), the authors' own software.

Run: python rdd.py PATH_TO/shared/reference/data/rdsenate.csv > rdd.csv
"""
import sys
import numpy as np
import pandas as pd
from rdrobust import rdrobust

d = pd.read_csv(sys.argv[1])
d = d.dropna(subset=["vote", "margin"]).reset_index(drop=True)
y, x = d["vote"].to_numpy(), d["margin"].to_numpy()
i = np.arange(len(d))
# Take-up, covariates and clusters that the test makes in the same way, from the row's number.
t = np.where((x >= 0) & (i % 5 != 0), 1.0, np.where((x < 0) & (i % 7 == 0), 1.0, 0.0))
z = np.column_stack([(i * 37 % 101) / 10.0 + 0.02 * x, (i * 53 % 17) * 1.0])
g = i % 60
rounded = np.round(x)
models = {
    "quadratic": dict(p=2),
    "uniform": dict(kernel="uni"),
    "epanechnikov": dict(kernel="epa"),
    "kink": dict(deriv=1, p=2),
    "curvature_covariates": dict(deriv=2, p=3, covs=z),
    "covariates": dict(covs=z),
    "fuzzy": dict(fuzzy=t),
    "fuzzy_covariates": dict(fuzzy=t, covs=z),
    "cluster": dict(cluster=g),
    "cluster_fuzzy_covariates": dict(cluster=g, fuzzy=t, covs=z),
    "cluster_fixed": dict(cluster=g, h=15.0),
    "hc0": dict(vce="hc0"),
    "hc1": dict(vce="hc1"),
    "cutoff": dict(c=5.0),
    "fixed": dict(h=12.0, b=9.0),
    "mass_points": dict(x=rounded),
    "mass_points_cluster": dict(x=rounded, cluster=g, kernel="uni"),
}
print("model,h,b,n_left,n_right,tau,tau_bc,se,se_robust,p_robust,low,high,first,first_bc,first_se,first_robust")
for name, options in models.items():
    options = dict(options)
    r = rdrobust(y, options.pop("x", x), all=True, **options)
    first = ["", "", "", ""]
    if r.tau_T is not None:
        tau, se = np.ravel(r.tau_T), np.ravel(r.se_T)
        first = [tau[0], tau[1], se[0], se[2]]
    c, s = r.coef.iloc[:, 0], r.se.iloc[:, 0]
    row = [r.bws.iloc[0, 0], r.bws.iloc[1, 0], r.N_h[0], r.N_h[1], c.iloc[0], c.iloc[1], s.iloc[0], s.iloc[2],
           r.pv.iloc[2, 0], r.ci.iloc[2, 0], r.ci.iloc[2, 1], *first]
    print(name + "," + ",".join(v if isinstance(v, str) else repr(float(v)) for v in row))
