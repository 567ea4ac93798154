@_exported import TensorArrays
@_exported import TensorAutodiff
@_exported import TensorGraph
@_exported import TensorOperators
@_exported import TensorScalars
