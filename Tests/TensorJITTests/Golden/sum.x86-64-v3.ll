; ModuleID = 'tensor_1558e64ff0b1f473a521b2465961984b'
source_filename = "tensor_1558e64ff0b1f473a521b2465961984b"
target datalayout = "e-m:e-p270:32:32-p271:32:32-p272:64:64-i64:64-i128:128-f80:128-n8:16:32:64-S128"
target triple = "x86_64-unknown-linux-gnu"

; Function Attrs: nounwind
define i32 @tensor_1558e64ff0b1f473a521b2465961984b(ptr %0, ptr %1, ptr %2) #0 {
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
  %11 = alloca [64 x double], align 64
  %12 = getelementptr ptr, ptr %5, i64 0
  %13 = load ptr, ptr %12, align 8, !invariant.load !0
  %14 = getelementptr ptr, ptr %5, i64 2
  %15 = load ptr, ptr %14, align 8, !invariant.load !0
  br label %start

start:                                            ; preds = %entry
  %16 = icmp slt i64 %2, %3
  br i1 %16, label %some, label %none

some:                                             ; preds = %start
  br label %loop

none:                                             ; preds = %loop.end22, %start
  ret void

loop:                                             ; preds = %some, %none17
  %17 = phi i64 [ %107, %none17 ], [ %2, %some ]
  %18 = mul i64 -2048, %17
  %19 = add i64 %9, %18
  %20 = call i64 @llvm.smin.i64(i64 2048, i64 %19)
  %21 = add i64 %20, 2047
  %22 = ashr i64 %21, 11
  %23 = icmp slt i64 0, %22
  br i1 %23, label %some1, label %none2

some1:                                            ; preds = %loop
  %24 = mul i64 2048, %17
  %25 = getelementptr double, ptr %13, i64 %24
  %26 = mul i64 2048, %17
  br label %loop3

none2:                                            ; preds = %loop.end15, %loop
  %27 = icmp sgt i64 %22, 0
  br i1 %27, label %some16, label %none17

loop3:                                            ; preds = %some1, %none12
  %28 = phi i64 [ %88, %none12 ], [ 0, %some1 ]
  %29 = shl i64 %28, 11
  %30 = sub i64 %20, %29
  %31 = call i64 @llvm.smin.i64(i64 %30, i64 2048)
  %32 = getelementptr double, ptr %11, i64 0
  store <64 x double> <double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00>, ptr %32, align 1
  %33 = and i64 %31, -16
  %34 = icmp slt i64 0, %33
  br i1 %34, label %some4, label %none5

some4:                                            ; preds = %loop3
  br label %loop6

none5:                                            ; preds = %loop.end, %loop3
  %35 = icmp slt i64 %33, %31
  br i1 %35, label %some7, label %none8

loop6:                                            ; preds = %some4, %loop6
  %36 = phi i64 [ %46, %loop6 ], [ 0, %some4 ]
  %37 = and i64 %36, 63
  %38 = add i64 %29, %36
  %39 = getelementptr double, ptr %25, i64 %38
  %40 = load <16 x double>, ptr %39, align 8, !invariant.load !0
  %41 = getelementptr double, ptr %11, i64 %37
  %42 = load <16 x double>, ptr %41, align 1
  %43 = sub i64 %36, %37
  %44 = fadd <16 x double> %42, %40
  %45 = getelementptr double, ptr %11, i64 %37
  store <16 x double> %44, ptr %45, align 1
  %46 = add nuw nsw i64 %36, 16
  %47 = icmp slt i64 %46, %33
  br i1 %47, label %loop6, label %loop.end

loop.end:                                         ; preds = %loop6
  br label %none5

some7:                                            ; preds = %none5
  br label %loop9

none8:                                            ; preds = %loop.end10, %none5
  %48 = getelementptr double, ptr %11, i64 0
  %49 = load <64 x double>, ptr %48, align 1
  %50 = shufflevector <64 x double> %49, <64 x double> poison, <32 x i32> <i32 0, i32 1, i32 2, i32 3, i32 4, i32 5, i32 6, i32 7, i32 8, i32 9, i32 10, i32 11, i32 12, i32 13, i32 14, i32 15, i32 16, i32 17, i32 18, i32 19, i32 20, i32 21, i32 22, i32 23, i32 24, i32 25, i32 26, i32 27, i32 28, i32 29, i32 30, i32 31>
  %51 = shufflevector <64 x double> %49, <64 x double> poison, <32 x i32> <i32 32, i32 33, i32 34, i32 35, i32 36, i32 37, i32 38, i32 39, i32 40, i32 41, i32 42, i32 43, i32 44, i32 45, i32 46, i32 47, i32 48, i32 49, i32 50, i32 51, i32 52, i32 53, i32 54, i32 55, i32 56, i32 57, i32 58, i32 59, i32 60, i32 61, i32 62, i32 63>
  %52 = fadd <32 x double> %50, %51
  %53 = shufflevector <32 x double> %52, <32 x double> poison, <16 x i32> <i32 0, i32 1, i32 2, i32 3, i32 4, i32 5, i32 6, i32 7, i32 8, i32 9, i32 10, i32 11, i32 12, i32 13, i32 14, i32 15>
  %54 = shufflevector <32 x double> %52, <32 x double> poison, <16 x i32> <i32 16, i32 17, i32 18, i32 19, i32 20, i32 21, i32 22, i32 23, i32 24, i32 25, i32 26, i32 27, i32 28, i32 29, i32 30, i32 31>
  %55 = fadd <16 x double> %53, %54
  %56 = shufflevector <16 x double> %55, <16 x double> poison, <8 x i32> <i32 0, i32 1, i32 2, i32 3, i32 4, i32 5, i32 6, i32 7>
  %57 = shufflevector <16 x double> %55, <16 x double> poison, <8 x i32> <i32 8, i32 9, i32 10, i32 11, i32 12, i32 13, i32 14, i32 15>
  %58 = fadd <8 x double> %56, %57
  %59 = shufflevector <8 x double> %58, <8 x double> poison, <4 x i32> <i32 0, i32 1, i32 2, i32 3>
  %60 = shufflevector <8 x double> %58, <8 x double> poison, <4 x i32> <i32 4, i32 5, i32 6, i32 7>
  %61 = fadd <4 x double> %59, %60
  %62 = shufflevector <4 x double> %61, <4 x double> poison, <2 x i32> <i32 0, i32 1>
  %63 = shufflevector <4 x double> %61, <4 x double> poison, <2 x i32> <i32 2, i32 3>
  %64 = fadd <2 x double> %62, %63
  %65 = extractelement <2 x double> %64, i64 0
  %66 = extractelement <2 x double> %64, i64 1
  %67 = fadd double %65, %66
  %68 = call i64 @llvm.ctpop.i64(i64 %28)
  %69 = xor i64 %28, -1
  %70 = call i64 @llvm.cttz.i64(i64 %69, i1 false)
  %71 = icmp slt i64 0, %70
  br i1 %71, label %some11, label %none12

loop9:                                            ; preds = %some7, %loop9
  %72 = phi i64 [ %83, %loop9 ], [ %33, %some7 ]
  %73 = and i64 %72, 63
  %74 = add i64 %29, %72
  %75 = add i64 %26, %74
  %76 = getelementptr double, ptr %13, i64 %75
  %77 = load double, ptr %76, align 8, !invariant.load !0
  %78 = getelementptr double, ptr %11, i64 %73
  %79 = load double, ptr %78, align 1
  %80 = sub i64 %72, %73
  %81 = fadd double %79, %77
  %82 = getelementptr double, ptr %11, i64 %73
  store double %81, ptr %82, align 1
  %83 = add nuw nsw i64 %72, 1
  %84 = icmp slt i64 %83, %31
  br i1 %84, label %loop9, label %loop.end10

loop.end10:                                       ; preds = %loop9
  br label %none8

some11:                                           ; preds = %none8
  br label %loop13

none12:                                           ; preds = %loop.end14, %none8
  %85 = phi double [ %67, %none8 ], [ %96, %loop.end14 ]
  %86 = sub i64 %68, %70
  %87 = getelementptr double, ptr %10, i64 %86
  store double %85, ptr %87, align 1
  %88 = add nuw nsw i64 %28, 1
  %89 = icmp slt i64 %88, %22
  br i1 %89, label %loop3, label %loop.end15

loop13:                                           ; preds = %some11, %loop13
  %90 = phi i64 [ %97, %loop13 ], [ 0, %some11 ]
  %91 = phi double [ %96, %loop13 ], [ %67, %some11 ]
  %92 = sub i64 %68, %90
  %93 = sub i64 %92, 1
  %94 = getelementptr double, ptr %10, i64 %93
  %95 = load double, ptr %94, align 1
  %96 = fadd double %95, %91
  %97 = add nuw nsw i64 %90, 1
  %98 = icmp slt i64 %97, %70
  br i1 %98, label %loop13, label %loop.end14

loop.end14:                                       ; preds = %loop13
  br label %none12

loop.end15:                                       ; preds = %none12
  br label %none2

some16:                                           ; preds = %none2
  %99 = call i64 @llvm.ctpop.i64(i64 %22)
  %100 = sub i64 %99, 1
  %101 = getelementptr double, ptr %10, i64 %100
  %102 = load double, ptr %101, align 1
  %103 = icmp slt i64 1, %99
  br i1 %103, label %some18, label %none19

none17:                                           ; preds = %none19, %none2
  %104 = phi double [ -0.000000e+00, %none2 ], [ %109, %none19 ]
  %105 = fadd double 0.000000e+00, %104
  %106 = getelementptr double, ptr %15, i64 %17
  store double %105, ptr %106, align 8
  %107 = add nuw nsw i64 %17, 1
  %108 = icmp slt i64 %107, %3
  br i1 %108, label %loop, label %loop.end22

some18:                                           ; preds = %some16
  br label %loop20

none19:                                           ; preds = %loop.end21, %some16
  %109 = phi double [ %102, %some16 ], [ %116, %loop.end21 ]
  br label %none17

loop20:                                           ; preds = %some18, %loop20
  %110 = phi i64 [ %117, %loop20 ], [ 1, %some18 ]
  %111 = phi double [ %116, %loop20 ], [ %102, %some18 ]
  %112 = sub i64 %99, %110
  %113 = sub i64 %112, 1
  %114 = getelementptr double, ptr %10, i64 %113
  %115 = load double, ptr %114, align 1
  %116 = fadd double %115, %111
  %117 = add nuw nsw i64 %110, 1
  %118 = icmp slt i64 %117, %99
  br i1 %118, label %loop20, label %loop.end21

loop.end21:                                       ; preds = %loop20
  br label %none19

loop.end22:                                       ; preds = %none17
  br label %none
}

; Function Attrs: nocallback nofree nosync nounwind speculatable willreturn memory(none)
declare i64 @llvm.smin.i64(i64, i64) #1

; Function Attrs: nocallback nofree nosync nounwind speculatable willreturn memory(none)
declare i64 @llvm.ctpop.i64(i64) #1

; Function Attrs: nocallback nofree nosync nounwind speculatable willreturn memory(none)
declare i64 @llvm.cttz.i64(i64, i1 immarg) #1

attributes #0 = { nounwind "min-legal-vector-width"="256" "prefer-vector-width"="256" "target-cpu"="x86-64-v3" }
attributes #1 = { nocallback nofree nosync nounwind speculatable willreturn memory(none) }

!0 = !{}
