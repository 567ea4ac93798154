; ModuleID = 'tensor_88bcd2c19da4cf6b4efe012b44a7d147'
source_filename = "tensor_88bcd2c19da4cf6b4efe012b44a7d147"
target datalayout = "e-m:e-p270:32:32-p271:32:32-p272:64:64-i64:64-i128:128-f80:128-n8:16:32:64-S128"
target triple = "x86_64-unknown-linux-gnu"

; Function Attrs: nounwind
define i32 @tensor_88bcd2c19da4cf6b4efe012b44a7d147(ptr %0, ptr %1, ptr %2) #0 {
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
  %17 = phi i64 [ %29, %none2 ], [ %2, %some ]
  %18 = mul i64 -4096, %17
  %19 = add i64 %9, %18
  %20 = call i64 @llvm.smin.i64(i64 4096, i64 %19)
  %21 = icmp sgt i64 %20, 0
  br i1 %21, label %some1, label %none2

some1:                                            ; preds = %loop
  %22 = and i64 %20, -32
  %23 = icmp slt i64 0, %22
  %24 = icmp slt i64 %22, %20
  %25 = mul i64 4096, %17
  %26 = getelementptr double, ptr %11, i64 %25
  %27 = getelementptr double, ptr %13, i64 %25
  %28 = getelementptr double, ptr %15, i64 %25
  br i1 %23, label %vector, label %next

none2:                                            ; preds = %vector.end, %loop
  %29 = add nuw nsw i64 %17, 1
  %30 = icmp slt i64 %29, %3
  br i1 %30, label %loop, label %loop.end

vector:                                           ; preds = %some1, %vector
  %31 = phi i64 [ %63, %vector ], [ 0, %some1 ]
  %32 = getelementptr double, ptr %26, i64 %31
  %33 = load <8 x double>, ptr %32, align 8, !invariant.load !0
  %34 = getelementptr double, ptr %32, i64 8
  %35 = load <8 x double>, ptr %34, align 8, !invariant.load !0
  %36 = getelementptr double, ptr %32, i64 16
  %37 = load <8 x double>, ptr %36, align 8, !invariant.load !0
  %38 = getelementptr double, ptr %32, i64 24
  %39 = load <8 x double>, ptr %38, align 8, !invariant.load !0
  %40 = shufflevector <8 x double> %33, <8 x double> %35, <16 x i32> <i32 0, i32 1, i32 2, i32 3, i32 4, i32 5, i32 6, i32 7, i32 8, i32 9, i32 10, i32 11, i32 12, i32 13, i32 14, i32 15>
  %41 = shufflevector <8 x double> %37, <8 x double> %39, <16 x i32> <i32 0, i32 1, i32 2, i32 3, i32 4, i32 5, i32 6, i32 7, i32 8, i32 9, i32 10, i32 11, i32 12, i32 13, i32 14, i32 15>
  %42 = shufflevector <16 x double> %40, <16 x double> %41, <32 x i32> <i32 0, i32 1, i32 2, i32 3, i32 4, i32 5, i32 6, i32 7, i32 8, i32 9, i32 10, i32 11, i32 12, i32 13, i32 14, i32 15, i32 16, i32 17, i32 18, i32 19, i32 20, i32 21, i32 22, i32 23, i32 24, i32 25, i32 26, i32 27, i32 28, i32 29, i32 30, i32 31>
  %43 = getelementptr double, ptr %27, i64 %31
  %44 = load <8 x double>, ptr %43, align 8, !invariant.load !0
  %45 = getelementptr double, ptr %43, i64 8
  %46 = load <8 x double>, ptr %45, align 8, !invariant.load !0
  %47 = getelementptr double, ptr %43, i64 16
  %48 = load <8 x double>, ptr %47, align 8, !invariant.load !0
  %49 = getelementptr double, ptr %43, i64 24
  %50 = load <8 x double>, ptr %49, align 8, !invariant.load !0
  %51 = shufflevector <8 x double> %44, <8 x double> %46, <16 x i32> <i32 0, i32 1, i32 2, i32 3, i32 4, i32 5, i32 6, i32 7, i32 8, i32 9, i32 10, i32 11, i32 12, i32 13, i32 14, i32 15>
  %52 = shufflevector <8 x double> %48, <8 x double> %50, <16 x i32> <i32 0, i32 1, i32 2, i32 3, i32 4, i32 5, i32 6, i32 7, i32 8, i32 9, i32 10, i32 11, i32 12, i32 13, i32 14, i32 15>
  %53 = shufflevector <16 x double> %51, <16 x double> %52, <32 x i32> <i32 0, i32 1, i32 2, i32 3, i32 4, i32 5, i32 6, i32 7, i32 8, i32 9, i32 10, i32 11, i32 12, i32 13, i32 14, i32 15, i32 16, i32 17, i32 18, i32 19, i32 20, i32 21, i32 22, i32 23, i32 24, i32 25, i32 26, i32 27, i32 28, i32 29, i32 30, i32 31>
  %54 = fadd <32 x double> %42, %53
  %55 = getelementptr double, ptr %28, i64 %31
  %56 = shufflevector <32 x double> %54, <32 x double> poison, <8 x i32> <i32 0, i32 1, i32 2, i32 3, i32 4, i32 5, i32 6, i32 7>
  store <8 x double> %56, ptr %55, align 8
  %57 = getelementptr double, ptr %55, i64 8
  %58 = shufflevector <32 x double> %54, <32 x double> poison, <8 x i32> <i32 8, i32 9, i32 10, i32 11, i32 12, i32 13, i32 14, i32 15>
  store <8 x double> %58, ptr %57, align 8
  %59 = getelementptr double, ptr %55, i64 16
  %60 = shufflevector <32 x double> %54, <32 x double> poison, <8 x i32> <i32 16, i32 17, i32 18, i32 19, i32 20, i32 21, i32 22, i32 23>
  store <8 x double> %60, ptr %59, align 8
  %61 = getelementptr double, ptr %55, i64 24
  %62 = shufflevector <32 x double> %54, <32 x double> poison, <8 x i32> <i32 24, i32 25, i32 26, i32 27, i32 28, i32 29, i32 30, i32 31>
  store <8 x double> %62, ptr %61, align 8
  %63 = add nuw nsw i64 %31, 32
  %64 = icmp slt i64 %63, %22
  br i1 %64, label %vector, label %next

vector3:                                          ; preds = %next, %vector3
  %65 = phi i64 [ %78, %vector3 ], [ %22, %next ]
  %66 = sub i64 %20, %65
  %67 = call i64 @llvm.smin.i64(i64 %66, i64 8)
  %68 = trunc i64 %67 to i32
  %69 = insertelement <8 x i32> poison, i32 %68, i64 0
  %70 = shufflevector <8 x i32> %69, <8 x i32> poison, <8 x i32> zeroinitializer
  %71 = icmp ult <8 x i32> <i32 0, i32 1, i32 2, i32 3, i32 4, i32 5, i32 6, i32 7>, %70
  %72 = getelementptr double, ptr %26, i64 %65
  %73 = call <8 x double> @llvm.masked.load.v8f64.p0(ptr %72, i32 8, <8 x i1> %71, <8 x double> zeroinitializer), !invariant.load !0
  %74 = getelementptr double, ptr %27, i64 %65
  %75 = call <8 x double> @llvm.masked.load.v8f64.p0(ptr %74, i32 8, <8 x i1> %71, <8 x double> zeroinitializer), !invariant.load !0
  %76 = fadd <8 x double> %73, %75
  %77 = getelementptr double, ptr %28, i64 %65
  call void @llvm.masked.store.v8f64.p0(<8 x double> %76, ptr %77, i32 8, <8 x i1> %71)
  %78 = add nuw nsw i64 %65, 8
  %79 = icmp slt i64 %78, %20
  br i1 %79, label %vector3, label %vector.end

next:                                             ; preds = %some1, %vector
  br i1 %24, label %vector3, label %vector.end

vector.end:                                       ; preds = %next, %vector3
  br label %none2

loop.end:                                         ; preds = %none2
  br label %none
}

; Function Attrs: nocallback nofree nosync nounwind speculatable willreturn memory(none)
declare i64 @llvm.smin.i64(i64, i64) #1

; Function Attrs: nocallback nofree nosync nounwind willreturn memory(argmem: read)
declare <8 x double> @llvm.masked.load.v8f64.p0(ptr nocapture, i32 immarg, <8 x i1>, <8 x double>) #2

; Function Attrs: nocallback nofree nosync nounwind willreturn memory(argmem: write)
declare void @llvm.masked.store.v8f64.p0(<8 x double>, ptr nocapture, i32 immarg, <8 x i1>) #3

attributes #0 = { nounwind "min-legal-vector-width"="512" "prefer-vector-width"="512" "target-cpu"="znver4" }
attributes #1 = { nocallback nofree nosync nounwind speculatable willreturn memory(none) }
attributes #2 = { nocallback nofree nosync nounwind willreturn memory(argmem: read) }
attributes #3 = { nocallback nofree nosync nounwind willreturn memory(argmem: write) }

!0 = !{}
