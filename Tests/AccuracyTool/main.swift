import TensorScalars

// tensorjit-accuracy [name ...]   prints functions of floats as C over arrays, for `accuracy.c`
// tensorjit-accuracy list         prints name, arity and meaning in Python, for scripts/scalar_reference.py
let names = Set(CommandLine.arguments.dropFirst())
if names == ["list"] {
  for function in ScalarFunctionTable.all { print(function.name, function.arity, function.numpy, separator: "\t") }
} else {
  var emitter = CEmitter()
  for function in ScalarFunctionTable.all where names.isEmpty || names.contains(function.name) {
    for type in [ElementType.f32, .f64] { emitter.emit(function, type) }
  }
  emitter.finish()
  print(emitter.text)
}
