; ModuleID = 'tensor_69a2619ed029bc1056f7d143f72f041a'
source_filename = "tensor_69a2619ed029bc1056f7d143f72f041a"
target datalayout = "e-m:e-p270:32:32-p271:32:32-p272:64:64-i64:64-i128:128-f80:128-n8:16:32:64-S128"
target triple = "x86_64-unknown-linux-gnu"

; Function Attrs: nounwind
define i32 @tensor_69a2619ed029bc1056f7d143f72f041a(ptr %0, ptr %1, ptr %2) #0 {
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
  %13 = alloca [32 x double], align 64
  %14 = getelementptr ptr, ptr %5, i64 2
  %15 = load ptr, ptr %14, align 8, !invariant.load !0
  br label %start

start:                                            ; preds = %entry
  %16 = icmp slt i64 %2, %3
  br i1 %16, label %some, label %none

some:                                             ; preds = %start
  br label %loop

none:                                             ; preds = %loop.end24, %start
  ret void

loop:                                             ; preds = %some, %none19
  %17 = phi i64 [ %125, %none19 ], [ %2, %some ]
  %18 = mul i64 -2048, %17
  %19 = add i64 %9, %18
  %20 = call i64 @llvm.smin.i64(i64 2048, i64 %19)
  %21 = add i64 %20, 2047
  %22 = ashr i64 %21, 11
  %23 = icmp slt i64 0, %22
  br i1 %23, label %some1, label %none2

some1:                                            ; preds = %loop
  %24 = mul i64 2048, %17
  %25 = getelementptr double, ptr %12, i64 %24
  %26 = mul i64 2048, %17
  br label %loop3

none2:                                            ; preds = %loop.end17, %loop
  %27 = icmp sgt i64 %22, 0
  br i1 %27, label %some18, label %none19

loop3:                                            ; preds = %some1, %none14
  %28 = phi i64 [ %106, %none14 ], [ 0, %some1 ]
  %29 = shl i64 %28, 11
  %30 = sub i64 %20, %29
  %31 = call i64 @llvm.smin.i64(i64 %30, i64 2048)
  %32 = and i64 %31, -32
  %33 = icmp slt i64 0, %32
  br i1 %33, label %some4, label %none5

some4:                                            ; preds = %loop3
  br label %loop6

none5:                                            ; preds = %loop.end, %loop3
  %34 = phi <32 x double> [ <double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00>, %loop3 ], [ %63, %loop.end ]
  %35 = sub i64 %31, %32
  %36 = icmp sgt i64 %35, 0
  br i1 %36, label %some7, label %none8

loop6:                                            ; preds = %some4, %loop6
  %37 = phi i64 [ %64, %loop6 ], [ 0, %some4 ]
  %38 = phi <32 x double> [ %63, %loop6 ], [ <double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00>, %some4 ]
  %39 = add i64 %29, %37
  %40 = getelementptr double, ptr %25, i64 %39
  %41 = load <4 x double>, ptr %40, align 8, !invariant.load !0
  %42 = getelementptr double, ptr %40, i64 4
  %43 = load <4 x double>, ptr %42, align 8, !invariant.load !0
  %44 = getelementptr double, ptr %40, i64 8
  %45 = load <4 x double>, ptr %44, align 8, !invariant.load !0
  %46 = getelementptr double, ptr %40, i64 12
  %47 = load <4 x double>, ptr %46, align 8, !invariant.load !0
  %48 = getelementptr double, ptr %40, i64 16
  %49 = load <4 x double>, ptr %48, align 8, !invariant.load !0
  %50 = getelementptr double, ptr %40, i64 20
  %51 = load <4 x double>, ptr %50, align 8, !invariant.load !0
  %52 = getelementptr double, ptr %40, i64 24
  %53 = load <4 x double>, ptr %52, align 8, !invariant.load !0
  %54 = getelementptr double, ptr %40, i64 28
  %55 = load <4 x double>, ptr %54, align 8, !invariant.load !0
  %56 = shufflevector <4 x double> %41, <4 x double> %43, <8 x i32> <i32 0, i32 1, i32 2, i32 3, i32 4, i32 5, i32 6, i32 7>
  %57 = shufflevector <4 x double> %45, <4 x double> %47, <8 x i32> <i32 0, i32 1, i32 2, i32 3, i32 4, i32 5, i32 6, i32 7>
  %58 = shufflevector <4 x double> %49, <4 x double> %51, <8 x i32> <i32 0, i32 1, i32 2, i32 3, i32 4, i32 5, i32 6, i32 7>
  %59 = shufflevector <4 x double> %53, <4 x double> %55, <8 x i32> <i32 0, i32 1, i32 2, i32 3, i32 4, i32 5, i32 6, i32 7>
  %60 = shufflevector <8 x double> %56, <8 x double> %57, <16 x i32> <i32 0, i32 1, i32 2, i32 3, i32 4, i32 5, i32 6, i32 7, i32 8, i32 9, i32 10, i32 11, i32 12, i32 13, i32 14, i32 15>
  %61 = shufflevector <8 x double> %58, <8 x double> %59, <16 x i32> <i32 0, i32 1, i32 2, i32 3, i32 4, i32 5, i32 6, i32 7, i32 8, i32 9, i32 10, i32 11, i32 12, i32 13, i32 14, i32 15>
  %62 = shufflevector <16 x double> %60, <16 x double> %61, <32 x i32> <i32 0, i32 1, i32 2, i32 3, i32 4, i32 5, i32 6, i32 7, i32 8, i32 9, i32 10, i32 11, i32 12, i32 13, i32 14, i32 15, i32 16, i32 17, i32 18, i32 19, i32 20, i32 21, i32 22, i32 23, i32 24, i32 25, i32 26, i32 27, i32 28, i32 29, i32 30, i32 31>
  %63 = fadd <32 x double> %38, %62
  %64 = add nuw nsw i64 %37, 32
  %65 = icmp slt i64 %64, %32
  br i1 %65, label %loop6, label %loop.end

loop.end:                                         ; preds = %loop6
  br label %none5

some7:                                            ; preds = %none5
  %66 = getelementptr double, ptr %13, i64 0
  store <32 x double> %34, ptr %66, align 1
  %67 = icmp slt i64 %32, %31
  br i1 %67, label %some9, label %none10

none8:                                            ; preds = %none10, %none5
  %68 = phi <32 x double> [ %34, %none5 ], [ %89, %none10 ]
  %69 = shufflevector <32 x double> %68, <32 x double> poison, <16 x i32> <i32 0, i32 1, i32 2, i32 3, i32 4, i32 5, i32 6, i32 7, i32 8, i32 9, i32 10, i32 11, i32 12, i32 13, i32 14, i32 15>
  %70 = shufflevector <32 x double> %68, <32 x double> poison, <16 x i32> <i32 16, i32 17, i32 18, i32 19, i32 20, i32 21, i32 22, i32 23, i32 24, i32 25, i32 26, i32 27, i32 28, i32 29, i32 30, i32 31>
  %71 = fadd <16 x double> %69, %70
  %72 = shufflevector <16 x double> %71, <16 x double> poison, <8 x i32> <i32 0, i32 1, i32 2, i32 3, i32 4, i32 5, i32 6, i32 7>
  %73 = shufflevector <16 x double> %71, <16 x double> poison, <8 x i32> <i32 8, i32 9, i32 10, i32 11, i32 12, i32 13, i32 14, i32 15>
  %74 = fadd <8 x double> %72, %73
  %75 = shufflevector <8 x double> %74, <8 x double> poison, <4 x i32> <i32 0, i32 1, i32 2, i32 3>
  %76 = shufflevector <8 x double> %74, <8 x double> poison, <4 x i32> <i32 4, i32 5, i32 6, i32 7>
  %77 = fadd <4 x double> %75, %76
  %78 = shufflevector <4 x double> %77, <4 x double> poison, <2 x i32> <i32 0, i32 1>
  %79 = shufflevector <4 x double> %77, <4 x double> poison, <2 x i32> <i32 2, i32 3>
  %80 = fadd <2 x double> %78, %79
  %81 = extractelement <2 x double> %80, i64 0
  %82 = extractelement <2 x double> %80, i64 1
  %83 = fadd double %81, %82
  %84 = call i64 @llvm.ctpop.i64(i64 %28)
  %85 = xor i64 %28, -1
  %86 = call i64 @llvm.cttz.i64(i64 %85, i1 false)
  %87 = icmp slt i64 0, %86
  br i1 %87, label %some13, label %none14

some9:                                            ; preds = %some7
  br label %loop11

none10:                                           ; preds = %loop.end12, %some7
  %88 = getelementptr double, ptr %13, i64 0
  %89 = load <32 x double>, ptr %88, align 1
  br label %none8

loop11:                                           ; preds = %some9, %loop11
  %90 = phi i64 [ %101, %loop11 ], [ %32, %some9 ]
  %91 = and i64 %90, 31
  %92 = add i64 %29, %90
  %93 = add i64 %26, %92
  %94 = getelementptr double, ptr %12, i64 %93
  %95 = load double, ptr %94, align 8, !invariant.load !0
  %96 = getelementptr double, ptr %13, i64 %91
  %97 = load double, ptr %96, align 1
  %98 = sub i64 %90, %91
  %99 = fadd double %97, %95
  %100 = getelementptr double, ptr %13, i64 %91
  store double %99, ptr %100, align 1
  %101 = add nuw nsw i64 %90, 1
  %102 = icmp slt i64 %101, %31
  br i1 %102, label %loop11, label %loop.end12

loop.end12:                                       ; preds = %loop11
  br label %none10

some13:                                           ; preds = %none8
  br label %loop15

none14:                                           ; preds = %loop.end16, %none8
  %103 = phi double [ %83, %none8 ], [ %114, %loop.end16 ]
  %104 = sub i64 %84, %86
  %105 = getelementptr double, ptr %10, i64 %104
  store double %103, ptr %105, align 1
  %106 = add nuw nsw i64 %28, 1
  %107 = icmp slt i64 %106, %22
  br i1 %107, label %loop3, label %loop.end17

loop15:                                           ; preds = %some13, %loop15
  %108 = phi i64 [ %115, %loop15 ], [ 0, %some13 ]
  %109 = phi double [ %114, %loop15 ], [ %83, %some13 ]
  %110 = sub i64 %84, %108
  %111 = sub i64 %110, 1
  %112 = getelementptr double, ptr %10, i64 %111
  %113 = load double, ptr %112, align 1
  %114 = fadd double %113, %109
  %115 = add nuw nsw i64 %108, 1
  %116 = icmp slt i64 %115, %86
  br i1 %116, label %loop15, label %loop.end16

loop.end16:                                       ; preds = %loop15
  br label %none14

loop.end17:                                       ; preds = %none14
  br label %none2

some18:                                           ; preds = %none2
  %117 = call i64 @llvm.ctpop.i64(i64 %22)
  %118 = sub i64 %117, 1
  %119 = getelementptr double, ptr %10, i64 %118
  %120 = load double, ptr %119, align 1
  %121 = icmp slt i64 1, %117
  br i1 %121, label %some20, label %none21

none19:                                           ; preds = %none21, %none2
  %122 = phi double [ -0.000000e+00, %none2 ], [ %127, %none21 ]
  %123 = fadd double 0.000000e+00, %122
  %124 = getelementptr double, ptr %15, i64 %17
  store double %123, ptr %124, align 8
  %125 = add nuw nsw i64 %17, 1
  %126 = icmp slt i64 %125, %3
  br i1 %126, label %loop, label %loop.end24

some20:                                           ; preds = %some18
  br label %loop22

none21:                                           ; preds = %loop.end23, %some18
  %127 = phi double [ %120, %some18 ], [ %134, %loop.end23 ]
  br label %none19

loop22:                                           ; preds = %some20, %loop22
  %128 = phi i64 [ %135, %loop22 ], [ 1, %some20 ]
  %129 = phi double [ %134, %loop22 ], [ %120, %some20 ]
  %130 = sub i64 %117, %128
  %131 = sub i64 %130, 1
  %132 = getelementptr double, ptr %10, i64 %131
  %133 = load double, ptr %132, align 1
  %134 = fadd double %133, %129
  %135 = add nuw nsw i64 %128, 1
  %136 = icmp slt i64 %135, %117
  br i1 %136, label %loop22, label %loop.end23

loop.end23:                                       ; preds = %loop22
  br label %none21

loop.end24:                                       ; preds = %none19
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
