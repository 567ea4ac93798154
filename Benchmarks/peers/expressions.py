"""The body of an elementwise workload as a syntax tree, for the peers that compile expressions of scalars."""

import ast

ELEMENTWISE = {"exp", "log", "sin", "cos", "tanh", "sqrt", "log1p", "abs", "square", "erf", "maximum"}


def is_elementwise(form) -> bool:
    """Whether the body only has operators and elementwise functions, and all parameters have one shape."""
    lets, result = form.lines
    if len({p.dims for p in form.parameters}) != 1:
        return False
    for expression in [e for _, e in lets] + [result]:
        for node in ast.walk(ast.parse(expression, mode="eval")):
            if isinstance(node, (ast.Attribute, ast.Subscript)):
                return False
            if isinstance(node, ast.BinOp) and isinstance(node.op, ast.MatMult):
                return False
            if isinstance(node, ast.Call) and node.func.id not in ELEMENTWISE:
                return False
    return True


class Rewriter(ast.NodeTransformer):
    """Replaces names and floating-point constants."""

    def __init__(self, name, constant):
        self.name, self.constant = name, constant

    def visit_Call(self, node):
        node.args = [self.visit(a) for a in node.args]
        return node

    def visit_Name(self, node):
        return ast.parse(self.name(node.id), mode="eval").body

    def visit_Constant(self, node):
        return ast.parse(self.constant(node.value), mode="eval").body

    def text(self, expression: str) -> str:
        return ast.unparse(ast.fix_missing_locations(self.visit(ast.parse(expression, mode="eval").body)))
