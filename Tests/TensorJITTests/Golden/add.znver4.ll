; ModuleID = 'tensor_12b1886b9e47390b91624032f09cb1b1'
source_filename = "tensor_12b1886b9e47390b91624032f09cb1b1"
target datalayout = "e-m:e-p270:32:32-p271:32:32-p272:64:64-i64:64-i128:128-f80:128-n8:16:32:64-S128"
target triple = "x86_64-unknown-linux-gnu"

; Function Attrs: nounwind
define i32 @tensor_12b1886b9e47390b91624032f09cb1b1(ptr %0, ptr %1, ptr %2) #0 {
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
  %10 = getelementptr ptr, ptr %5, i64 2
  %11 = load ptr, ptr %10, align 8, !invariant.load !0
  %12 = getelementptr ptr, ptr %5, i64 0
  %13 = load ptr, ptr %12, align 8, !invariant.load !0
  %14 = getelementptr ptr, ptr %5, i64 1
  %15 = load ptr, ptr %14, align 8, !invariant.load !0
  br label %start

start:                                            ; preds = %entry
  %16 = icmp slt i64 %2, %3
  br i1 %16, label %some, label %none

some:                                             ; preds = %start
  %17 = mul i64 24, %9
  %18 = icmp sge i64 %17, 67108864
  br label %loop

none:                                             ; preds = %loop.end, %start
  %19 = mul i64 24, %9
  %20 = icmp sge i64 %19, 67108864
  br i1 %20, label %some6, label %none7

loop:                                             ; preds = %some, %none2
  %21 = phi i64 [ %40, %none2 ], [ %2, %some ]
  %22 = mul i64 -4096, %21
  %23 = add i64 %9, %22
  %24 = call i64 @llvm.smin.i64(i64 4096, i64 %23)
  %25 = icmp sgt i64 %24, 0
  br i1 %25, label %some1, label %none2

some1:                                            ; preds = %loop
  %26 = mul i64 4096, %21
  %27 = getelementptr double, ptr %11, i64 %26
  %28 = ptrtoint ptr %27 to i64
  %29 = and i64 %28, 63
  %30 = icmp eq i64 %29, 0
  %31 = and i1 %18, %30
  %32 = and i64 %24, -32
  %33 = select i1 %31, i64 %32, i64 0
  %34 = and i64 %24, -32
  %35 = icmp slt i64 0, %33
  %36 = icmp slt i64 %33, %34
  %37 = icmp slt i64 %34, %24
  %38 = getelementptr double, ptr %13, i64 %26
  %39 = getelementptr double, ptr %15, i64 %26
  br i1 %35, label %vector, label %next

none2:                                            ; preds = %vector.end, %loop
  %40 = add nuw nsw i64 %21, 1
  %41 = icmp slt i64 %40, %3
  br i1 %41, label %loop, label %loop.end

vector:                                           ; preds = %some1, %vector
  %42 = phi i64 [ %74, %vector ], [ 0, %some1 ]
  %43 = getelementptr double, ptr %38, i64 %42
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
  %54 = getelementptr double, ptr %39, i64 %42
  %55 = load <8 x double>, ptr %54, align 8, !invariant.load !0
  %56 = getelementptr double, ptr %54, i64 8
  %57 = load <8 x double>, ptr %56, align 8, !invariant.load !0
  %58 = getelementptr double, ptr %54, i64 16
  %59 = load <8 x double>, ptr %58, align 8, !invariant.load !0
  %60 = getelementptr double, ptr %54, i64 24
  %61 = load <8 x double>, ptr %60, align 8, !invariant.load !0
  %62 = shufflevector <8 x double> %55, <8 x double> %57, <16 x i32> <i32 0, i32 1, i32 2, i32 3, i32 4, i32 5, i32 6, i32 7, i32 8, i32 9, i32 10, i32 11, i32 12, i32 13, i32 14, i32 15>
  %63 = shufflevector <8 x double> %59, <8 x double> %61, <16 x i32> <i32 0, i32 1, i32 2, i32 3, i32 4, i32 5, i32 6, i32 7, i32 8, i32 9, i32 10, i32 11, i32 12, i32 13, i32 14, i32 15>
  %64 = shufflevector <16 x double> %62, <16 x double> %63, <32 x i32> <i32 0, i32 1, i32 2, i32 3, i32 4, i32 5, i32 6, i32 7, i32 8, i32 9, i32 10, i32 11, i32 12, i32 13, i32 14, i32 15, i32 16, i32 17, i32 18, i32 19, i32 20, i32 21, i32 22, i32 23, i32 24, i32 25, i32 26, i32 27, i32 28, i32 29, i32 30, i32 31>
  %65 = fadd <32 x double> %53, %64
  %66 = getelementptr double, ptr %27, i64 %42
  %67 = shufflevector <32 x double> %65, <32 x double> poison, <8 x i32> <i32 0, i32 1, i32 2, i32 3, i32 4, i32 5, i32 6, i32 7>
  store <8 x double> %67, ptr %66, align 64, !nontemporal !1
  %68 = getelementptr double, ptr %66, i64 8
  %69 = shufflevector <32 x double> %65, <32 x double> poison, <8 x i32> <i32 8, i32 9, i32 10, i32 11, i32 12, i32 13, i32 14, i32 15>
  store <8 x double> %69, ptr %68, align 64, !nontemporal !1
  %70 = getelementptr double, ptr %66, i64 16
  %71 = shufflevector <32 x double> %65, <32 x double> poison, <8 x i32> <i32 16, i32 17, i32 18, i32 19, i32 20, i32 21, i32 22, i32 23>
  store <8 x double> %71, ptr %70, align 64, !nontemporal !1
  %72 = getelementptr double, ptr %66, i64 24
  %73 = shufflevector <32 x double> %65, <32 x double> poison, <8 x i32> <i32 24, i32 25, i32 26, i32 27, i32 28, i32 29, i32 30, i32 31>
  store <8 x double> %73, ptr %72, align 64, !nontemporal !1
  %74 = add nuw nsw i64 %42, 32
  %75 = icmp slt i64 %74, %33
  br i1 %75, label %vector, label %next

vector3:                                          ; preds = %next, %vector3
  %76 = phi i64 [ %108, %vector3 ], [ %33, %next ]
  %77 = getelementptr double, ptr %38, i64 %76
  %78 = load <8 x double>, ptr %77, align 8, !invariant.load !0
  %79 = getelementptr double, ptr %77, i64 8
  %80 = load <8 x double>, ptr %79, align 8, !invariant.load !0
  %81 = getelementptr double, ptr %77, i64 16
  %82 = load <8 x double>, ptr %81, align 8, !invariant.load !0
  %83 = getelementptr double, ptr %77, i64 24
  %84 = load <8 x double>, ptr %83, align 8, !invariant.load !0
  %85 = shufflevector <8 x double> %78, <8 x double> %80, <16 x i32> <i32 0, i32 1, i32 2, i32 3, i32 4, i32 5, i32 6, i32 7, i32 8, i32 9, i32 10, i32 11, i32 12, i32 13, i32 14, i32 15>
  %86 = shufflevector <8 x double> %82, <8 x double> %84, <16 x i32> <i32 0, i32 1, i32 2, i32 3, i32 4, i32 5, i32 6, i32 7, i32 8, i32 9, i32 10, i32 11, i32 12, i32 13, i32 14, i32 15>
  %87 = shufflevector <16 x double> %85, <16 x double> %86, <32 x i32> <i32 0, i32 1, i32 2, i32 3, i32 4, i32 5, i32 6, i32 7, i32 8, i32 9, i32 10, i32 11, i32 12, i32 13, i32 14, i32 15, i32 16, i32 17, i32 18, i32 19, i32 20, i32 21, i32 22, i32 23, i32 24, i32 25, i32 26, i32 27, i32 28, i32 29, i32 30, i32 31>
  %88 = getelementptr double, ptr %39, i64 %76
  %89 = load <8 x double>, ptr %88, align 8, !invariant.load !0
  %90 = getelementptr double, ptr %88, i64 8
  %91 = load <8 x double>, ptr %90, align 8, !invariant.load !0
  %92 = getelementptr double, ptr %88, i64 16
  %93 = load <8 x double>, ptr %92, align 8, !invariant.load !0
  %94 = getelementptr double, ptr %88, i64 24
  %95 = load <8 x double>, ptr %94, align 8, !invariant.load !0
  %96 = shufflevector <8 x double> %89, <8 x double> %91, <16 x i32> <i32 0, i32 1, i32 2, i32 3, i32 4, i32 5, i32 6, i32 7, i32 8, i32 9, i32 10, i32 11, i32 12, i32 13, i32 14, i32 15>
  %97 = shufflevector <8 x double> %93, <8 x double> %95, <16 x i32> <i32 0, i32 1, i32 2, i32 3, i32 4, i32 5, i32 6, i32 7, i32 8, i32 9, i32 10, i32 11, i32 12, i32 13, i32 14, i32 15>
  %98 = shufflevector <16 x double> %96, <16 x double> %97, <32 x i32> <i32 0, i32 1, i32 2, i32 3, i32 4, i32 5, i32 6, i32 7, i32 8, i32 9, i32 10, i32 11, i32 12, i32 13, i32 14, i32 15, i32 16, i32 17, i32 18, i32 19, i32 20, i32 21, i32 22, i32 23, i32 24, i32 25, i32 26, i32 27, i32 28, i32 29, i32 30, i32 31>
  %99 = fadd <32 x double> %87, %98
  %100 = getelementptr double, ptr %27, i64 %76
  %101 = shufflevector <32 x double> %99, <32 x double> poison, <8 x i32> <i32 0, i32 1, i32 2, i32 3, i32 4, i32 5, i32 6, i32 7>
  store <8 x double> %101, ptr %100, align 8
  %102 = getelementptr double, ptr %100, i64 8
  %103 = shufflevector <32 x double> %99, <32 x double> poison, <8 x i32> <i32 8, i32 9, i32 10, i32 11, i32 12, i32 13, i32 14, i32 15>
  store <8 x double> %103, ptr %102, align 8
  %104 = getelementptr double, ptr %100, i64 16
  %105 = shufflevector <32 x double> %99, <32 x double> poison, <8 x i32> <i32 16, i32 17, i32 18, i32 19, i32 20, i32 21, i32 22, i32 23>
  store <8 x double> %105, ptr %104, align 8
  %106 = getelementptr double, ptr %100, i64 24
  %107 = shufflevector <32 x double> %99, <32 x double> poison, <8 x i32> <i32 24, i32 25, i32 26, i32 27, i32 28, i32 29, i32 30, i32 31>
  store <8 x double> %107, ptr %106, align 8
  %108 = add nuw nsw i64 %76, 32
  %109 = icmp slt i64 %108, %34
  br i1 %109, label %vector3, label %next5

vector4:                                          ; preds = %next5, %vector4
  %110 = phi i64 [ %123, %vector4 ], [ %34, %next5 ]
  %111 = sub i64 %24, %110
  %112 = call i64 @llvm.smin.i64(i64 %111, i64 8)
  %113 = trunc i64 %112 to i32
  %114 = insertelement <8 x i32> poison, i32 %113, i64 0
  %115 = shufflevector <8 x i32> %114, <8 x i32> poison, <8 x i32> zeroinitializer
  %116 = icmp ult <8 x i32> <i32 0, i32 1, i32 2, i32 3, i32 4, i32 5, i32 6, i32 7>, %115
  %117 = getelementptr double, ptr %38, i64 %110
  %118 = call <8 x double> @llvm.masked.load.v8f64.p0(ptr %117, i32 8, <8 x i1> %116, <8 x double> zeroinitializer), !invariant.load !0
  %119 = getelementptr double, ptr %39, i64 %110
  %120 = call <8 x double> @llvm.masked.load.v8f64.p0(ptr %119, i32 8, <8 x i1> %116, <8 x double> zeroinitializer), !invariant.load !0
  %121 = fadd <8 x double> %118, %120
  %122 = getelementptr double, ptr %27, i64 %110
  call void @llvm.masked.store.v8f64.p0(<8 x double> %121, ptr %122, i32 8, <8 x i1> %116)
  %123 = add nuw nsw i64 %110, 8
  %124 = icmp slt i64 %123, %24
  br i1 %124, label %vector4, label %vector.end

next:                                             ; preds = %some1, %vector
  br i1 %36, label %vector3, label %next5

next5:                                            ; preds = %next, %vector3
  br i1 %37, label %vector4, label %vector.end

vector.end:                                       ; preds = %next5, %vector4
  br label %none2

loop.end:                                         ; preds = %none2
  br label %none

some6:                                            ; preds = %none
  call void @llvm.x86.sse.sfence()
  br label %none7

none7:                                            ; preds = %some6, %none
  ret void
}

; Function Attrs: nocallback nofree nosync nounwind speculatable willreturn memory(none)
declare i64 @llvm.smin.i64(i64, i64) #1

; Function Attrs: nocallback nofree nosync nounwind willreturn memory(argmem: read)
declare <8 x double> @llvm.masked.load.v8f64.p0(ptr nocapture, i32 immarg, <8 x i1>, <8 x double>) #2

; Function Attrs: nocallback nofree nosync nounwind willreturn memory(argmem: write)
declare void @llvm.masked.store.v8f64.p0(<8 x double>, ptr nocapture, i32 immarg, <8 x i1>) #3

; Function Attrs: nounwind
declare void @llvm.x86.sse.sfence() #4

attributes #0 = { nounwind "min-legal-vector-width"="512" "prefer-vector-width"="512" "target-cpu"="znver4" }
attributes #1 = { nocallback nofree nosync nounwind speculatable willreturn memory(none) }
attributes #2 = { nocallback nofree nosync nounwind willreturn memory(argmem: read) }
attributes #3 = { nocallback nofree nosync nounwind willreturn memory(argmem: write) }
attributes #4 = { nounwind }

!0 = !{}
!1 = !{i32 1}
