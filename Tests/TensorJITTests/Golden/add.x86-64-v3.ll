; ModuleID = 'tensor_eed2539a7e268cc331d7702eaa817074'
source_filename = "tensor_eed2539a7e268cc331d7702eaa817074"
target datalayout = "e-m:e-p270:32:32-p271:32:32-p272:64:64-i64:64-i128:128-f80:128-n8:16:32:64-S128"
target triple = "x86_64-unknown-linux-gnu"

; Function Attrs: nounwind
define i32 @tensor_eed2539a7e268cc331d7702eaa817074(ptr %0, ptr %1, ptr %2) #0 {
entry:
  %3 = getelementptr i64, ptr %2, i64 0
  %4 = load i64, ptr %3, align 8, !invariant.load !0
  %5 = alloca [2 x i64], align 64
  br label %start

start:                                            ; preds = %entry
  %6 = add i64 %4, 4095
  %7 = sdiv i64 %6, 4096
  %8 = sub i64 0, %6
  %9 = select i1 false, i64 %8, i64 %7
  %10 = select i1 false, i64 0, i64 %9
  %11 = mul i64 %10, 4096
  %12 = sub i64 %6, %11
  %13 = select i1 false, i64 0, i64 %12
  %14 = xor i64 %13, 4096
  %15 = icmp slt i64 %14, 0
  %16 = icmp ne i64 %13, 0
  %17 = and i1 %16, %15
  %18 = sub i64 %10, 1
  %19 = select i1 %17, i64 %18, i64 %10
  %20 = add i64 %13, 4096
  %21 = select i1 %17, i64 %20, i64 %13
  %22 = call i64 @llvm.smax.i64(i64 5, i64 1)
  %23 = getelementptr i64, ptr %5, i64 0
  store ptr %1, ptr %23, align 8
  %24 = getelementptr i64, ptr %5, i64 1
  store ptr %2, ptr %24, align 8
  %25 = getelementptr i64, ptr %0, i64 4
  %26 = load i64, ptr %25, align 8
  %27 = icmp sle i64 %26, 1
  %28 = icmp sle i64 %19, %22
  %29 = or i1 %27, %28
  br i1 %29, label %single, label %several

single:                                           ; preds = %start
  call void @body.1(ptr %0, ptr %5, i64 0, i64 %19, i64 0)
  br label %joined

several:                                          ; preds = %start
  %30 = getelementptr i64, ptr %0, i64 0
  %31 = load ptr, ptr %30, align 8
  call void %31(ptr %0, ptr @body.1, ptr %5, i64 %19, i64 %22)
  br label %joined

joined:                                           ; preds = %several, %single
  ret i32 0
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
  %10 = getelementptr ptr, ptr %5, i64 0
  %11 = load ptr, ptr %10, align 8, !invariant.load !0
  %12 = getelementptr ptr, ptr %5, i64 1
  %13 = load ptr, ptr %12, align 8, !invariant.load !0
  %14 = getelementptr ptr, ptr %5, i64 2
  %15 = load ptr, ptr %14, align 8, !invariant.load !0
  br label %start

start:                                            ; preds = %entry
  %16 = icmp slt i64 %2, %3
  br i1 %16, label %some, label %none

some:                                             ; preds = %start
  br label %loop

none:                                             ; preds = %loop.end, %start
  ret void

loop:                                             ; preds = %some, %none2
  %17 = phi i64 [ %32, %none2 ], [ %2, %some ]
  %18 = mul i64 -4096, %17
  %19 = add i64 %9, %18
  %20 = call i64 @llvm.smin.i64(i64 4096, i64 %19)
  %21 = icmp sgt i64 %20, 0
  br i1 %21, label %some1, label %none2

some1:                                            ; preds = %loop
  %22 = and i64 %20, -16
  %23 = and i64 %20, -4
  %24 = icmp slt i64 0, %22
  %25 = icmp slt i64 %22, %23
  %26 = icmp slt i64 %23, %20
  %27 = mul i64 4096, %17
  %28 = getelementptr double, ptr %11, i64 %27
  %29 = getelementptr double, ptr %13, i64 %27
  %30 = getelementptr double, ptr %15, i64 %27
  %31 = mul i64 4096, %17
  br i1 %24, label %vector, label %next

none2:                                            ; preds = %vector.end, %loop
  %32 = add nuw nsw i64 %17, 1
  %33 = icmp slt i64 %32, %3
  br i1 %33, label %loop, label %loop.end

vector:                                           ; preds = %some1, %vector
  %34 = phi i64 [ %66, %vector ], [ 0, %some1 ]
  %35 = getelementptr double, ptr %28, i64 %34
  %36 = load <4 x double>, ptr %35, align 8, !invariant.load !0
  %37 = getelementptr double, ptr %35, i64 4
  %38 = load <4 x double>, ptr %37, align 8, !invariant.load !0
  %39 = getelementptr double, ptr %35, i64 8
  %40 = load <4 x double>, ptr %39, align 8, !invariant.load !0
  %41 = getelementptr double, ptr %35, i64 12
  %42 = load <4 x double>, ptr %41, align 8, !invariant.load !0
  %43 = shufflevector <4 x double> %36, <4 x double> %38, <8 x i32> <i32 0, i32 1, i32 2, i32 3, i32 4, i32 5, i32 6, i32 7>
  %44 = shufflevector <4 x double> %40, <4 x double> %42, <8 x i32> <i32 0, i32 1, i32 2, i32 3, i32 4, i32 5, i32 6, i32 7>
  %45 = shufflevector <8 x double> %43, <8 x double> %44, <16 x i32> <i32 0, i32 1, i32 2, i32 3, i32 4, i32 5, i32 6, i32 7, i32 8, i32 9, i32 10, i32 11, i32 12, i32 13, i32 14, i32 15>
  %46 = getelementptr double, ptr %29, i64 %34
  %47 = load <4 x double>, ptr %46, align 8, !invariant.load !0
  %48 = getelementptr double, ptr %46, i64 4
  %49 = load <4 x double>, ptr %48, align 8, !invariant.load !0
  %50 = getelementptr double, ptr %46, i64 8
  %51 = load <4 x double>, ptr %50, align 8, !invariant.load !0
  %52 = getelementptr double, ptr %46, i64 12
  %53 = load <4 x double>, ptr %52, align 8, !invariant.load !0
  %54 = shufflevector <4 x double> %47, <4 x double> %49, <8 x i32> <i32 0, i32 1, i32 2, i32 3, i32 4, i32 5, i32 6, i32 7>
  %55 = shufflevector <4 x double> %51, <4 x double> %53, <8 x i32> <i32 0, i32 1, i32 2, i32 3, i32 4, i32 5, i32 6, i32 7>
  %56 = shufflevector <8 x double> %54, <8 x double> %55, <16 x i32> <i32 0, i32 1, i32 2, i32 3, i32 4, i32 5, i32 6, i32 7, i32 8, i32 9, i32 10, i32 11, i32 12, i32 13, i32 14, i32 15>
  %57 = fadd <16 x double> %45, %56
  %58 = getelementptr double, ptr %30, i64 %34
  %59 = shufflevector <16 x double> %57, <16 x double> poison, <4 x i32> <i32 0, i32 1, i32 2, i32 3>
  store <4 x double> %59, ptr %58, align 8
  %60 = getelementptr double, ptr %58, i64 4
  %61 = shufflevector <16 x double> %57, <16 x double> poison, <4 x i32> <i32 4, i32 5, i32 6, i32 7>
  store <4 x double> %61, ptr %60, align 8
  %62 = getelementptr double, ptr %58, i64 8
  %63 = shufflevector <16 x double> %57, <16 x double> poison, <4 x i32> <i32 8, i32 9, i32 10, i32 11>
  store <4 x double> %63, ptr %62, align 8
  %64 = getelementptr double, ptr %58, i64 12
  %65 = shufflevector <16 x double> %57, <16 x double> poison, <4 x i32> <i32 12, i32 13, i32 14, i32 15>
  store <4 x double> %65, ptr %64, align 8
  %66 = add nuw nsw i64 %34, 16
  %67 = icmp slt i64 %66, %22
  br i1 %67, label %vector, label %next

vector3:                                          ; preds = %next, %vector3
  %68 = phi i64 [ %75, %vector3 ], [ %22, %next ]
  %69 = getelementptr double, ptr %28, i64 %68
  %70 = load <4 x double>, ptr %69, align 8, !invariant.load !0
  %71 = getelementptr double, ptr %29, i64 %68
  %72 = load <4 x double>, ptr %71, align 8, !invariant.load !0
  %73 = fadd <4 x double> %70, %72
  %74 = getelementptr double, ptr %30, i64 %68
  store <4 x double> %73, ptr %74, align 8
  %75 = add nuw nsw i64 %68, 4
  %76 = icmp slt i64 %75, %23
  br i1 %76, label %vector3, label %next5

vector4:                                          ; preds = %next5, %vector4
  %77 = phi i64 [ %85, %vector4 ], [ %23, %next5 ]
  %78 = add i64 %31, %77
  %79 = getelementptr double, ptr %11, i64 %78
  %80 = load double, ptr %79, align 8, !invariant.load !0
  %81 = getelementptr double, ptr %13, i64 %78
  %82 = load double, ptr %81, align 8, !invariant.load !0
  %83 = fadd double %80, %82
  %84 = getelementptr double, ptr %15, i64 %78
  store double %83, ptr %84, align 8
  %85 = add nuw nsw i64 %77, 1
  %86 = icmp slt i64 %85, %20
  br i1 %86, label %vector4, label %vector.end

next:                                             ; preds = %some1, %vector
  br i1 %25, label %vector3, label %next5

next5:                                            ; preds = %next, %vector3
  br i1 %26, label %vector4, label %vector.end

vector.end:                                       ; preds = %next5, %vector4
  br label %none2

loop.end:                                         ; preds = %none2
  br label %none
}

; Function Attrs: nocallback nofree nosync nounwind speculatable willreturn memory(none)
declare i64 @llvm.smin.i64(i64, i64) #1

attributes #0 = { nounwind "min-legal-vector-width"="256" "prefer-vector-width"="256" "target-cpu"="x86-64-v3" }
attributes #1 = { nocallback nofree nosync nounwind speculatable willreturn memory(none) }

!0 = !{}
