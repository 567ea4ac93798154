import TensorScalars

// Prints every function of floats as C over arrays, to be compiled and compared with MPFR by `accuracy.c`.
// Usage: tensorjit-accuracy [name ...] > functions.c
let names = Set(CommandLine.arguments.dropFirst())
var emitter = CEmitter()
for function in ScalarFunctionTable.all where names.isEmpty || names.contains(function.name) {
  for type in [ElementType.f32, .f64] { emitter.emit(function, type) }
}
emitter.finish()
print(emitter.text)
