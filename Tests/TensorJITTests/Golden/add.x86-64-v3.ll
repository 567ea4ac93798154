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
  %34 = phi i64 [ %41, %vector ], [ 0, %some1 ]
  %35 = getelementptr double, ptr %28, i64 %34
  %36 = load <16 x double>, ptr %35, align 8, !invariant.load !0
  %37 = getelementptr double, ptr %29, i64 %34
  %38 = load <16 x double>, ptr %37, align 8, !invariant.load !0
  %39 = fadd <16 x double> %36, %38
  %40 = getelementptr double, ptr %30, i64 %34
  store <16 x double> %39, ptr %40, align 8
  %41 = add nuw nsw i64 %34, 16
  %42 = icmp slt i64 %41, %22
  br i1 %42, label %vector, label %next

vector3:                                          ; preds = %next, %vector3
  %43 = phi i64 [ %50, %vector3 ], [ %22, %next ]
  %44 = getelementptr double, ptr %28, i64 %43
  %45 = load <4 x double>, ptr %44, align 8, !invariant.load !0
  %46 = getelementptr double, ptr %29, i64 %43
  %47 = load <4 x double>, ptr %46, align 8, !invariant.load !0
  %48 = fadd <4 x double> %45, %47
  %49 = getelementptr double, ptr %30, i64 %43
  store <4 x double> %48, ptr %49, align 8
  %50 = add nuw nsw i64 %43, 4
  %51 = icmp slt i64 %50, %23
  br i1 %51, label %vector3, label %next5

vector4:                                          ; preds = %next5, %vector4
  %52 = phi i64 [ %60, %vector4 ], [ %23, %next5 ]
  %53 = add i64 %31, %52
  %54 = getelementptr double, ptr %11, i64 %53
  %55 = load double, ptr %54, align 8, !invariant.load !0
  %56 = getelementptr double, ptr %13, i64 %53
  %57 = load double, ptr %56, align 8, !invariant.load !0
  %58 = fadd double %55, %57
  %59 = getelementptr double, ptr %15, i64 %53
  store double %58, ptr %59, align 8
  %60 = add nuw nsw i64 %52, 1
  %61 = icmp slt i64 %60, %20
  br i1 %61, label %vector4, label %vector.end

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
