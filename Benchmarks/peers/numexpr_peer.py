"""numexpr: elementwise expressions and full sums."""

import re

import numexpr
import numpy as np
from expressions import Rewriter, is_elementwise
from worker import Peer, Unsupported, serve


class NumExpr(Peer):
    name = "numexpr"

    def build(self, form):
        lets, result = form.lines
        total = re.fullmatch(r"sum\(([^,]*)\)", result)
        inner = type(form)(form.params, total[1]) if total else form
        broadcast = all(len(p.dims) == 2 for p in form.parameters) and not re.search("@|axis", form.body)
        if not (is_elementwise(inner) or broadcast):
            raise Unsupported("not an elementwise expression")
        if "erf" in form.body:
            raise Unsupported("numexpr has no erf")
        # Its constants are double: single precision needs them as named scalars.
        scalar = np.float32 if form.is_single_precision else np.float64
        constants = {}

        def constant(value):
            return constants.setdefault(value, f"c{len(constants)}")

        expression = result
        views = {}  # numexpr takes no slices: each becomes an operand of its own
        for view in re.findall(r"\w+\[[^\]]*\]|\w+\.T", result):
            views.setdefault(view, f"v{len(views)}")
        for view, name in views.items():
            expression = expression.replace(view, name)
        for name, value in reversed(lets):
            expression = re.sub(rf"\b{name}\b", f"({value})", expression)
        expression = Rewriter(str, constant).text(expression)
        values = {name: scalar(value) for value, name in constants.items()}
        names = [p.name for p in form.parameters]
        state = {}
        operands = {n: n for n in names} | {n: v for v, n in views.items()}
        take_views = eval(f"lambda {', '.join(names)}: {{{', '.join(f'{n!r}: {v}' for n, v in operands.items())}}}")

        def function(*arrays):
            arguments = take_views(*arrays) if views else dict(zip(names, arrays))
            if "ready" not in state:
                out = numexpr.evaluate(expression, local_dict=arguments | values, order="C")
                state["out"] = out if out.ndim else None
                state["ready"] = numexpr.validate(
                    expression, local_dict=arguments | values, out=state["out"], order="C") is None
                return out
            return numexpr.re_evaluate(local_dict=arguments | values)

        return function


if __name__ == "__main__":
    serve(NumExpr())
