; ModuleID = 'tensor_f68f9269368167420f1833db7b1efc9d'
source_filename = "tensor_f68f9269368167420f1833db7b1efc9d"
target datalayout = "e-m:e-p270:32:32-p271:32:32-p272:64:64-i64:64-i128:128-f80:128-n8:16:32:64-S128"
target triple = "x86_64-unknown-linux-gnu"

; Function Attrs: nounwind
define i32 @tensor_f68f9269368167420f1833db7b1efc9d(ptr %0, ptr %1, ptr %2) #0 {
entry:
  %3 = getelementptr i64, ptr %2, i64 0
  %4 = load i64, ptr %3, align 8, !invariant.load !0
  %5 = alloca [2 x i64], align 64
  %6 = alloca [64 x double], align 64
  %7 = getelementptr ptr, ptr %1, i64 2
  %8 = load ptr, ptr %7, align 8, !invariant.load !0
  %9 = getelementptr ptr, ptr %1, i64 1
  %10 = load ptr, ptr %9, align 8, !invariant.load !0
  br label %start

start:                                            ; preds = %entry
  %11 = add i64 %4, 2047
  %12 = sdiv i64 %11, 2048
  %13 = sub i64 0, %11
  %14 = select i1 false, i64 %13, i64 %12
  %15 = select i1 false, i64 0, i64 %14
  %16 = mul i64 %15, 2048
  %17 = sub i64 %11, %16
  %18 = select i1 false, i64 0, i64 %17
  %19 = xor i64 %18, 2048
  %20 = icmp slt i64 %19, 0
  %21 = icmp ne i64 %18, 0
  %22 = and i1 %21, %20
  %23 = sub i64 %15, 1
  %24 = select i1 %22, i64 %23, i64 %15
  %25 = add i64 %18, 2048
  %26 = select i1 %22, i64 %25, i64 %18
  %27 = call i64 @llvm.smax.i64(i64 16, i64 1)
  %28 = getelementptr i64, ptr %5, i64 0
  store ptr %1, ptr %28, align 8
  %29 = getelementptr i64, ptr %5, i64 1
  store ptr %2, ptr %29, align 8
  %30 = getelementptr i64, ptr %0, i64 4
  %31 = load i64, ptr %30, align 8
  %32 = icmp sle i64 %31, 1
  %33 = icmp sle i64 %24, %27
  %34 = or i1 %32, %33
  br i1 %34, label %single, label %several

single:                                           ; preds = %start
  call void @body.1(ptr %0, ptr %5, i64 0, i64 %24, i64 0)
  br label %joined

several:                                          ; preds = %start
  %35 = getelementptr i64, ptr %0, i64 0
  %36 = load ptr, ptr %35, align 8
  call void %36(ptr %0, ptr @body.1, ptr %5, i64 %24, i64 %27)
  br label %joined

joined:                                           ; preds = %several, %single
  %37 = icmp slt i64 0, %24
  br i1 %37, label %some, label %none

some:                                             ; preds = %joined
  br label %loop

none:                                             ; preds = %loop.end4, %joined
  %38 = icmp sgt i64 %24, 0
  br i1 %38, label %some5, label %none6

loop:                                             ; preds = %some, %none2
  %39 = phi i64 [ %50, %none2 ], [ 0, %some ]
  %40 = getelementptr double, ptr %8, i64 %39
  %41 = load double, ptr %40, align 8
  %42 = fadd double -0.000000e+00, %41
  %43 = call i64 @llvm.ctpop.i64(i64 %39)
  %44 = xor i64 %39, -1
  %45 = call i64 @llvm.cttz.i64(i64 %44, i1 false)
  %46 = icmp slt i64 0, %45
  br i1 %46, label %some1, label %none2

some1:                                            ; preds = %loop
  br label %loop3

none2:                                            ; preds = %loop.end, %loop
  %47 = phi double [ %42, %loop ], [ %58, %loop.end ]
  %48 = sub i64 %43, %45
  %49 = getelementptr double, ptr %6, i64 %48
  store double %47, ptr %49, align 1
  %50 = add nuw nsw i64 %39, 1
  %51 = icmp slt i64 %50, %24
  br i1 %51, label %loop, label %loop.end4

loop3:                                            ; preds = %some1, %loop3
  %52 = phi i64 [ %59, %loop3 ], [ 0, %some1 ]
  %53 = phi double [ %58, %loop3 ], [ %42, %some1 ]
  %54 = sub i64 %43, %52
  %55 = sub i64 %54, 1
  %56 = getelementptr double, ptr %6, i64 %55
  %57 = load double, ptr %56, align 1
  %58 = fadd double %57, %53
  %59 = add nuw nsw i64 %52, 1
  %60 = icmp slt i64 %59, %45
  br i1 %60, label %loop3, label %loop.end

loop.end:                                         ; preds = %loop3
  br label %none2

loop.end4:                                        ; preds = %none2
  br label %none

some5:                                            ; preds = %none
  %61 = call i64 @llvm.ctpop.i64(i64 %24)
  %62 = sub i64 %61, 1
  %63 = getelementptr double, ptr %6, i64 %62
  %64 = load double, ptr %63, align 1
  %65 = icmp slt i64 1, %61
  br i1 %65, label %some7, label %none8

none6:                                            ; preds = %none8, %none
  %66 = phi double [ -0.000000e+00, %none ], [ %68, %none8 ]
  %67 = fadd double 0.000000e+00, %66
  store double %67, ptr %10, align 8
  ret i32 0

some7:                                            ; preds = %some5
  br label %loop9

none8:                                            ; preds = %loop.end10, %some5
  %68 = phi double [ %64, %some5 ], [ %75, %loop.end10 ]
  br label %none6

loop9:                                            ; preds = %some7, %loop9
  %69 = phi i64 [ %76, %loop9 ], [ 1, %some7 ]
  %70 = phi double [ %75, %loop9 ], [ %64, %some7 ]
  %71 = sub i64 %61, %69
  %72 = sub i64 %71, 1
  %73 = getelementptr double, ptr %6, i64 %72
  %74 = load double, ptr %73, align 1
  %75 = fadd double %74, %70
  %76 = add nuw nsw i64 %69, 1
  %77 = icmp slt i64 %76, %61
  br i1 %77, label %loop9, label %loop.end10

loop.end10:                                       ; preds = %loop9
  br label %none8
}

; Function Attrs: nocallback nofree nosync nounwind speculatable willreturn memory(none)
declare i64 @llvm.smax.i64(i64, i64) #1

; Function Attrs: nounwind
define internal void @body.1(ptr %0, ptr %1, i64 %2, i64 %3, i64 %4) #0 {
entry:
  %5 = load ptr, ptr %1, align 8
  %6 = getelementptr i64, ptr %1, i64 1
  %7 = load ptr, ptr %6, align 8
  %8 = getelementptr i64, ptr %7, i64 0
  %9 = load i64, ptr %8, align 8, !invariant.load !0
  %10 = alloca [64 x double], align 64
  %11 = getelementptr ptr, ptr %5, i64 0
  %12 = load ptr, ptr %11, align 8, !invariant.load !0
  %13 = getelementptr ptr, ptr %5, i64 2
  %14 = load ptr, ptr %13, align 8, !invariant.load !0
  br label %start

start:                                            ; preds = %entry
  %15 = icmp slt i64 %2, %3
  br i1 %15, label %some, label %none

some:                                             ; preds = %start
  br label %loop

none:                                             ; preds = %loop.end20, %start
  ret void

loop:                                             ; preds = %some, %none15
  %16 = phi i64 [ %106, %none15 ], [ %2, %some ]
  %17 = mul i64 -2048, %16
  %18 = add i64 %9, %17
  %19 = call i64 @llvm.smin.i64(i64 2048, i64 %18)
  %20 = add i64 %19, 2047
  %21 = ashr i64 %20, 11
  %22 = icmp slt i64 0, %21
  br i1 %22, label %some1, label %none2

some1:                                            ; preds = %loop
  %23 = mul i64 2048, %16
  %24 = getelementptr double, ptr %12, i64 %23
  br label %loop3

none2:                                            ; preds = %loop.end13, %loop
  %25 = icmp sgt i64 %21, 0
  br i1 %25, label %some14, label %none15

loop3:                                            ; preds = %some1, %none10
  %26 = phi i64 [ %87, %none10 ], [ 0, %some1 ]
  %27 = shl i64 %26, 11
  %28 = sub i64 %19, %27
  %29 = call i64 @llvm.smin.i64(i64 %28, i64 2048)
  %30 = and i64 %29, -32
  %31 = icmp slt i64 0, %30
  br i1 %31, label %some4, label %none5

some4:                                            ; preds = %loop3
  br label %loop6

none5:                                            ; preds = %loop.end, %loop3
  %32 = phi <32 x double> [ <double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00>, %loop3 ], [ %49, %loop.end ]
  %33 = sub i64 %29, %30
  %34 = icmp sgt i64 %33, 0
  br i1 %34, label %some7, label %none8

loop6:                                            ; preds = %some4, %loop6
  %35 = phi i64 [ %50, %loop6 ], [ 0, %some4 ]
  %36 = phi <32 x double> [ %49, %loop6 ], [ <double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00>, %some4 ]
  %37 = add i64 %27, %35
  %38 = getelementptr double, ptr %24, i64 %37
  %39 = load <8 x double>, ptr %38, align 8, !invariant.load !0
  %40 = getelementptr double, ptr %38, i64 8
  %41 = load <8 x double>, ptr %40, align 8, !invariant.load !0
  %42 = getelementptr double, ptr %38, i64 16
  %43 = load <8 x double>, ptr %42, align 8, !invariant.load !0
  %44 = getelementptr double, ptr %38, i64 24
  %45 = load <8 x double>, ptr %44, align 8, !invariant.load !0
  %46 = shufflevector <8 x double> %39, <8 x double> %41, <16 x i32> <i32 0, i32 1, i32 2, i32 3, i32 4, i32 5, i32 6, i32 7, i32 8, i32 9, i32 10, i32 11, i32 12, i32 13, i32 14, i32 15>
  %47 = shufflevector <8 x double> %43, <8 x double> %45, <16 x i32> <i32 0, i32 1, i32 2, i32 3, i32 4, i32 5, i32 6, i32 7, i32 8, i32 9, i32 10, i32 11, i32 12, i32 13, i32 14, i32 15>
  %48 = shufflevector <16 x double> %46, <16 x double> %47, <32 x i32> <i32 0, i32 1, i32 2, i32 3, i32 4, i32 5, i32 6, i32 7, i32 8, i32 9, i32 10, i32 11, i32 12, i32 13, i32 14, i32 15, i32 16, i32 17, i32 18, i32 19, i32 20, i32 21, i32 22, i32 23, i32 24, i32 25, i32 26, i32 27, i32 28, i32 29, i32 30, i32 31>
  %49 = fadd <32 x double> %36, %48
  %50 = add nuw nsw i64 %35, 32
  %51 = icmp slt i64 %50, %30
  br i1 %51, label %loop6, label %loop.end

loop.end:                                         ; preds = %loop6
  br label %none5

some7:                                            ; preds = %none5
  %52 = add i64 %27, %30
  %53 = add i64 %27, %29
  %54 = sub i64 %53, %52
  %55 = call i64 @llvm.smin.i64(i64 %54, i64 32)
  %56 = trunc i64 %55 to i32
  %57 = insertelement <32 x i32> poison, i32 %56, i64 0
  %58 = shufflevector <32 x i32> %57, <32 x i32> poison, <32 x i32> zeroinitializer
  %59 = icmp ult <32 x i32> <i32 0, i32 1, i32 2, i32 3, i32 4, i32 5, i32 6, i32 7, i32 8, i32 9, i32 10, i32 11, i32 12, i32 13, i32 14, i32 15, i32 16, i32 17, i32 18, i32 19, i32 20, i32 21, i32 22, i32 23, i32 24, i32 25, i32 26, i32 27, i32 28, i32 29, i32 30, i32 31>, %58
  %60 = getelementptr double, ptr %24, i64 %52
  %61 = call <32 x double> @llvm.masked.load.v32f64.p0(ptr %60, i32 8, <32 x i1> %59, <32 x double> zeroinitializer), !invariant.load !0
  %62 = fadd <32 x double> %32, %61
  %63 = select <32 x i1> %59, <32 x double> %62, <32 x double> %32
  br label %none8

none8:                                            ; preds = %some7, %none5
  %64 = phi <32 x double> [ %32, %none5 ], [ %63, %some7 ]
  %65 = shufflevector <32 x double> %64, <32 x double> poison, <16 x i32> <i32 0, i32 1, i32 2, i32 3, i32 4, i32 5, i32 6, i32 7, i32 8, i32 9, i32 10, i32 11, i32 12, i32 13, i32 14, i32 15>
  %66 = shufflevector <32 x double> %64, <32 x double> poison, <16 x i32> <i32 16, i32 17, i32 18, i32 19, i32 20, i32 21, i32 22, i32 23, i32 24, i32 25, i32 26, i32 27, i32 28, i32 29, i32 30, i32 31>
  %67 = fadd <16 x double> %65, %66
  %68 = shufflevector <16 x double> %67, <16 x double> poison, <8 x i32> <i32 0, i32 1, i32 2, i32 3, i32 4, i32 5, i32 6, i32 7>
  %69 = shufflevector <16 x double> %67, <16 x double> poison, <8 x i32> <i32 8, i32 9, i32 10, i32 11, i32 12, i32 13, i32 14, i32 15>
  %70 = fadd <8 x double> %68, %69
  %71 = shufflevector <8 x double> %70, <8 x double> poison, <4 x i32> <i32 0, i32 1, i32 2, i32 3>
  %72 = shufflevector <8 x double> %70, <8 x double> poison, <4 x i32> <i32 4, i32 5, i32 6, i32 7>
  %73 = fadd <4 x double> %71, %72
  %74 = shufflevector <4 x double> %73, <4 x double> poison, <2 x i32> <i32 0, i32 1>
  %75 = shufflevector <4 x double> %73, <4 x double> poison, <2 x i32> <i32 2, i32 3>
  %76 = fadd <2 x double> %74, %75
  %77 = extractelement <2 x double> %76, i64 0
  %78 = extractelement <2 x double> %76, i64 1
  %79 = fadd double %77, %78
  %80 = call i64 @llvm.ctpop.i64(i64 %26)
  %81 = xor i64 %26, -1
  %82 = call i64 @llvm.cttz.i64(i64 %81, i1 false)
  %83 = icmp slt i64 0, %82
  br i1 %83, label %some9, label %none10

some9:                                            ; preds = %none8
  br label %loop11

none10:                                           ; preds = %loop.end12, %none8
  %84 = phi double [ %79, %none8 ], [ %95, %loop.end12 ]
  %85 = sub i64 %80, %82
  %86 = getelementptr double, ptr %10, i64 %85
  store double %84, ptr %86, align 1
  %87 = add nuw nsw i64 %26, 1
  %88 = icmp slt i64 %87, %21
  br i1 %88, label %loop3, label %loop.end13

loop11:                                           ; preds = %some9, %loop11
  %89 = phi i64 [ %96, %loop11 ], [ 0, %some9 ]
  %90 = phi double [ %95, %loop11 ], [ %79, %some9 ]
  %91 = sub i64 %80, %89
  %92 = sub i64 %91, 1
  %93 = getelementptr double, ptr %10, i64 %92
  %94 = load double, ptr %93, align 1
  %95 = fadd double %94, %90
  %96 = add nuw nsw i64 %89, 1
  %97 = icmp slt i64 %96, %82
  br i1 %97, label %loop11, label %loop.end12

loop.end12:                                       ; preds = %loop11
  br label %none10

loop.end13:                                       ; preds = %none10
  br label %none2

some14:                                           ; preds = %none2
  %98 = call i64 @llvm.ctpop.i64(i64 %21)
  %99 = sub i64 %98, 1
  %100 = getelementptr double, ptr %10, i64 %99
  %101 = load double, ptr %100, align 1
  %102 = icmp slt i64 1, %98
  br i1 %102, label %some16, label %none17

none15:                                           ; preds = %none17, %none2
  %103 = phi double [ -0.000000e+00, %none2 ], [ %108, %none17 ]
  %104 = fadd double 0.000000e+00, %103
  %105 = getelementptr double, ptr %14, i64 %16
  store double %104, ptr %105, align 8
  %106 = add nuw nsw i64 %16, 1
  %107 = icmp slt i64 %106, %3
  br i1 %107, label %loop, label %loop.end20

some16:                                           ; preds = %some14
  br label %loop18

none17:                                           ; preds = %loop.end19, %some14
  %108 = phi double [ %101, %some14 ], [ %115, %loop.end19 ]
  br label %none15

loop18:                                           ; preds = %some16, %loop18
  %109 = phi i64 [ %116, %loop18 ], [ 1, %some16 ]
  %110 = phi double [ %115, %loop18 ], [ %101, %some16 ]
  %111 = sub i64 %98, %109
  %112 = sub i64 %111, 1
  %113 = getelementptr double, ptr %10, i64 %112
  %114 = load double, ptr %113, align 1
  %115 = fadd double %114, %110
  %116 = add nuw nsw i64 %109, 1
  %117 = icmp slt i64 %116, %98
  br i1 %117, label %loop18, label %loop.end19

loop.end19:                                       ; preds = %loop18
  br label %none17

loop.end20:                                       ; preds = %none15
  br label %none
}

; Function Attrs: nocallback nofree nosync nounwind speculatable willreturn memory(none)
declare i64 @llvm.smin.i64(i64, i64) #1

; Function Attrs: nocallback nofree nosync nounwind willreturn memory(argmem: read)
declare <32 x double> @llvm.masked.load.v32f64.p0(ptr nocapture, i32 immarg, <32 x i1>, <32 x double>) #2

; Function Attrs: nocallback nofree nosync nounwind speculatable willreturn memory(none)
declare i64 @llvm.ctpop.i64(i64) #1

; Function Attrs: nocallback nofree nosync nounwind speculatable willreturn memory(none)
declare i64 @llvm.cttz.i64(i64, i1 immarg) #1

attributes #0 = { nounwind "min-legal-vector-width"="512" "prefer-vector-width"="512" "target-cpu"="znver4" }
attributes #1 = { nocallback nofree nosync nounwind speculatable willreturn memory(none) }
attributes #2 = { nocallback nofree nosync nounwind willreturn memory(argmem: read) }

!0 = !{}
