; ModuleID = 'tensor_b3292b5a91145ca5615dfeb7aa92b3c5'
source_filename = "tensor_b3292b5a91145ca5615dfeb7aa92b3c5"
target datalayout = "e-m:e-p270:32:32-p271:32:32-p272:64:64-i64:64-i128:128-f80:128-n8:16:32:64-S128"
target triple = "x86_64-unknown-linux-gnu"

; Function Attrs: nounwind
define i32 @tensor_b3292b5a91145ca5615dfeb7aa92b3c5(ptr %0, ptr %1, ptr %2) #0 {
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
  %17 = phi i64 [ %123, %none19 ], [ %2, %some ]
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
  br label %loop3

none2:                                            ; preds = %loop.end17, %loop
  %26 = icmp sgt i64 %22, 0
  br i1 %26, label %some18, label %none19

loop3:                                            ; preds = %some1, %none14
  %27 = phi i64 [ %104, %none14 ], [ 0, %some1 ]
  %28 = shl i64 %27, 11
  %29 = sub i64 %20, %28
  %30 = call i64 @llvm.smin.i64(i64 %29, i64 2048)
  %31 = and i64 %30, -32
  %32 = icmp slt i64 0, %31
  br i1 %32, label %some4, label %none5

some4:                                            ; preds = %loop3
  br label %loop6

none5:                                            ; preds = %loop.end, %loop3
  %33 = phi <32 x double> [ <double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00>, %loop3 ], [ %62, %loop.end ]
  %34 = sub i64 %30, %31
  %35 = icmp sgt i64 %34, 0
  br i1 %35, label %some7, label %none8

loop6:                                            ; preds = %some4, %loop6
  %36 = phi i64 [ %63, %loop6 ], [ 0, %some4 ]
  %37 = phi <32 x double> [ %62, %loop6 ], [ <double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00, double -0.000000e+00>, %some4 ]
  %38 = add i64 %28, %36
  %39 = getelementptr double, ptr %25, i64 %38
  %40 = load <4 x double>, ptr %39, align 8, !invariant.load !0
  %41 = getelementptr double, ptr %39, i64 4
  %42 = load <4 x double>, ptr %41, align 8, !invariant.load !0
  %43 = getelementptr double, ptr %39, i64 8
  %44 = load <4 x double>, ptr %43, align 8, !invariant.load !0
  %45 = getelementptr double, ptr %39, i64 12
  %46 = load <4 x double>, ptr %45, align 8, !invariant.load !0
  %47 = getelementptr double, ptr %39, i64 16
  %48 = load <4 x double>, ptr %47, align 8, !invariant.load !0
  %49 = getelementptr double, ptr %39, i64 20
  %50 = load <4 x double>, ptr %49, align 8, !invariant.load !0
  %51 = getelementptr double, ptr %39, i64 24
  %52 = load <4 x double>, ptr %51, align 8, !invariant.load !0
  %53 = getelementptr double, ptr %39, i64 28
  %54 = load <4 x double>, ptr %53, align 8, !invariant.load !0
  %55 = shufflevector <4 x double> %40, <4 x double> %42, <8 x i32> <i32 0, i32 1, i32 2, i32 3, i32 4, i32 5, i32 6, i32 7>
  %56 = shufflevector <4 x double> %44, <4 x double> %46, <8 x i32> <i32 0, i32 1, i32 2, i32 3, i32 4, i32 5, i32 6, i32 7>
  %57 = shufflevector <4 x double> %48, <4 x double> %50, <8 x i32> <i32 0, i32 1, i32 2, i32 3, i32 4, i32 5, i32 6, i32 7>
  %58 = shufflevector <4 x double> %52, <4 x double> %54, <8 x i32> <i32 0, i32 1, i32 2, i32 3, i32 4, i32 5, i32 6, i32 7>
  %59 = shufflevector <8 x double> %55, <8 x double> %56, <16 x i32> <i32 0, i32 1, i32 2, i32 3, i32 4, i32 5, i32 6, i32 7, i32 8, i32 9, i32 10, i32 11, i32 12, i32 13, i32 14, i32 15>
  %60 = shufflevector <8 x double> %57, <8 x double> %58, <16 x i32> <i32 0, i32 1, i32 2, i32 3, i32 4, i32 5, i32 6, i32 7, i32 8, i32 9, i32 10, i32 11, i32 12, i32 13, i32 14, i32 15>
  %61 = shufflevector <16 x double> %59, <16 x double> %60, <32 x i32> <i32 0, i32 1, i32 2, i32 3, i32 4, i32 5, i32 6, i32 7, i32 8, i32 9, i32 10, i32 11, i32 12, i32 13, i32 14, i32 15, i32 16, i32 17, i32 18, i32 19, i32 20, i32 21, i32 22, i32 23, i32 24, i32 25, i32 26, i32 27, i32 28, i32 29, i32 30, i32 31>
  %62 = fadd <32 x double> %37, %61
  %63 = add nuw nsw i64 %36, 32
  %64 = icmp slt i64 %63, %31
  br i1 %64, label %loop6, label %loop.end

loop.end:                                         ; preds = %loop6
  br label %none5

some7:                                            ; preds = %none5
  %65 = getelementptr double, ptr %13, i64 0
  store <32 x double> %33, ptr %65, align 1
  %66 = icmp slt i64 %31, %30
  br i1 %66, label %some9, label %none10

none8:                                            ; preds = %none10, %none5
  %67 = phi <32 x double> [ %33, %none5 ], [ %88, %none10 ]
  %68 = shufflevector <32 x double> %67, <32 x double> poison, <16 x i32> <i32 0, i32 1, i32 2, i32 3, i32 4, i32 5, i32 6, i32 7, i32 8, i32 9, i32 10, i32 11, i32 12, i32 13, i32 14, i32 15>
  %69 = shufflevector <32 x double> %67, <32 x double> poison, <16 x i32> <i32 16, i32 17, i32 18, i32 19, i32 20, i32 21, i32 22, i32 23, i32 24, i32 25, i32 26, i32 27, i32 28, i32 29, i32 30, i32 31>
  %70 = fadd <16 x double> %68, %69
  %71 = shufflevector <16 x double> %70, <16 x double> poison, <8 x i32> <i32 0, i32 1, i32 2, i32 3, i32 4, i32 5, i32 6, i32 7>
  %72 = shufflevector <16 x double> %70, <16 x double> poison, <8 x i32> <i32 8, i32 9, i32 10, i32 11, i32 12, i32 13, i32 14, i32 15>
  %73 = fadd <8 x double> %71, %72
  %74 = shufflevector <8 x double> %73, <8 x double> poison, <4 x i32> <i32 0, i32 1, i32 2, i32 3>
  %75 = shufflevector <8 x double> %73, <8 x double> poison, <4 x i32> <i32 4, i32 5, i32 6, i32 7>
  %76 = fadd <4 x double> %74, %75
  %77 = shufflevector <4 x double> %76, <4 x double> poison, <2 x i32> <i32 0, i32 1>
  %78 = shufflevector <4 x double> %76, <4 x double> poison, <2 x i32> <i32 2, i32 3>
  %79 = fadd <2 x double> %77, %78
  %80 = extractelement <2 x double> %79, i64 0
  %81 = extractelement <2 x double> %79, i64 1
  %82 = fadd double %80, %81
  %83 = call i64 @llvm.ctpop.i64(i64 %27)
  %84 = xor i64 %27, -1
  %85 = call i64 @llvm.cttz.i64(i64 %84, i1 false)
  %86 = icmp slt i64 0, %85
  br i1 %86, label %some13, label %none14

some9:                                            ; preds = %some7
  br label %loop11

none10:                                           ; preds = %loop.end12, %some7
  %87 = getelementptr double, ptr %13, i64 0
  %88 = load <32 x double>, ptr %87, align 1
  br label %none8

loop11:                                           ; preds = %some9, %loop11
  %89 = phi i64 [ %99, %loop11 ], [ %31, %some9 ]
  %90 = and i64 %89, 31
  %91 = add i64 %28, %89
  %92 = getelementptr double, ptr %25, i64 %91
  %93 = load double, ptr %92, align 8, !invariant.load !0
  %94 = getelementptr double, ptr %13, i64 %90
  %95 = load double, ptr %94, align 1
  %96 = sub i64 %89, %90
  %97 = fadd double %95, %93
  %98 = getelementptr double, ptr %13, i64 %90
  store double %97, ptr %98, align 1
  %99 = add nuw nsw i64 %89, 1
  %100 = icmp slt i64 %99, %30
  br i1 %100, label %loop11, label %loop.end12

loop.end12:                                       ; preds = %loop11
  br label %none10

some13:                                           ; preds = %none8
  br label %loop15

none14:                                           ; preds = %loop.end16, %none8
  %101 = phi double [ %82, %none8 ], [ %112, %loop.end16 ]
  %102 = sub i64 %83, %85
  %103 = getelementptr double, ptr %10, i64 %102
  store double %101, ptr %103, align 1
  %104 = add nuw nsw i64 %27, 1
  %105 = icmp slt i64 %104, %22
  br i1 %105, label %loop3, label %loop.end17

loop15:                                           ; preds = %some13, %loop15
  %106 = phi i64 [ %113, %loop15 ], [ 0, %some13 ]
  %107 = phi double [ %112, %loop15 ], [ %82, %some13 ]
  %108 = sub i64 %83, %106
  %109 = sub i64 %108, 1
  %110 = getelementptr double, ptr %10, i64 %109
  %111 = load double, ptr %110, align 1
  %112 = fadd double %111, %107
  %113 = add nuw nsw i64 %106, 1
  %114 = icmp slt i64 %113, %85
  br i1 %114, label %loop15, label %loop.end16

loop.end16:                                       ; preds = %loop15
  br label %none14

loop.end17:                                       ; preds = %none14
  br label %none2

some18:                                           ; preds = %none2
  %115 = call i64 @llvm.ctpop.i64(i64 %22)
  %116 = sub i64 %115, 1
  %117 = getelementptr double, ptr %10, i64 %116
  %118 = load double, ptr %117, align 1
  %119 = icmp slt i64 1, %115
  br i1 %119, label %some20, label %none21

none19:                                           ; preds = %none21, %none2
  %120 = phi double [ -0.000000e+00, %none2 ], [ %125, %none21 ]
  %121 = fadd double 0.000000e+00, %120
  %122 = getelementptr double, ptr %15, i64 %17
  store double %121, ptr %122, align 8
  %123 = add nuw nsw i64 %17, 1
  %124 = icmp slt i64 %123, %3
  br i1 %124, label %loop, label %loop.end24

some20:                                           ; preds = %some18
  br label %loop22

none21:                                           ; preds = %loop.end23, %some18
  %125 = phi double [ %118, %some18 ], [ %132, %loop.end23 ]
  br label %none19

loop22:                                           ; preds = %some20, %loop22
  %126 = phi i64 [ %133, %loop22 ], [ 1, %some20 ]
  %127 = phi double [ %132, %loop22 ], [ %118, %some20 ]
  %128 = sub i64 %115, %126
  %129 = sub i64 %128, 1
  %130 = getelementptr double, ptr %10, i64 %129
  %131 = load double, ptr %130, align 1
  %132 = fadd double %131, %127
  %133 = add nuw nsw i64 %126, 1
  %134 = icmp slt i64 %133, %115
  br i1 %134, label %loop22, label %loop.end23

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
