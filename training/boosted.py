"""Gradient boosting (Friedman, "Greedy function approximation: a gradient boosting machine", 2001) by decision trees, and
the file that the program reads them from (crates/link/src/claims/trees.rs). Needs scikit-learn 1.9: another version may
keep its trees in another way. The same rows give the same trees."""

from sklearn.ensemble import HistGradientBoostingClassifier


def trees(count, leaves, rate, **more):
    """So many trees, not grown yet, with at most so many leaves each, which each add what they say times the rate."""
    return HistGradientBoostingClassifier(
        max_iter=count, learning_rate=rate, max_leaf_nodes=leaves, min_samples_leaf=40, l2_regularization=5,
        early_stopping=False, random_state=0, **more,
    )


def write(model, path):
    """One tree a line, its nodes in order, each `measure<threshold:yes:no` or a leaf's value; the first line is what is
    added to the sum of the leaves."""
    with open(path, "w", encoding="utf-8") as out:
        print(f"{model._baseline_prediction.item():.5f}", file=out)
        for (tree,) in model._predictors:
            nodes = []
            for n in tree.nodes:
                leaf = f"{n['value']:.5f}"
                inner = f"{n['feature_idx']}<{n['num_threshold']:.5f}:{n['left']}:{n['right']}"
                nodes.append(leaf if n["is_leaf"] else inner)
            print(" ".join(nodes), file=out)
