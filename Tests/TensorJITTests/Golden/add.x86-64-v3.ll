; ModuleID = 'tensor_6db7fca73c4e2ebb256e054d28c37a3f'
source_filename = "tensor_6db7fca73c4e2ebb256e054d28c37a3f"
target datalayout = "e-m:e-p270:32:32-p271:32:32-p272:64:64-i64:64-i128:128-f80:128-n8:16:32:64-S128"
target triple = "x86_64-unknown-linux-gnu"

; Function Attrs: nounwind
define i32 @tensor_6db7fca73c4e2ebb256e054d28c37a3f(ptr %0, ptr %1, ptr %2) #0 {
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
  br i1 %20, label %some8, label %none9

loop:                                             ; preds = %some, %none2
  %21 = phi i64 [ %42, %none2 ], [ %2, %some ]
  %22 = mul i64 -4096, %21
  %23 = add i64 %9, %22
  %24 = call i64 @llvm.smin.i64(i64 4096, i64 %23)
  %25 = icmp sgt i64 %24, 0
  br i1 %25, label %some1, label %none2

some1:                                            ; preds = %loop
  %26 = mul i64 4096, %21
  %27 = getelementptr double, ptr %11, i64 %26
  %28 = ptrtoint ptr %27 to i64
  %29 = and i64 %28, 31
  %30 = icmp eq i64 %29, 0
  %31 = and i1 %18, %30
  %32 = and i64 %24, -16
  %33 = select i1 %31, i64 %32, i64 0
  %34 = and i64 %24, -16
  %35 = and i64 %24, -4
  %36 = icmp slt i64 0, %33
  %37 = icmp slt i64 %33, %34
  %38 = icmp slt i64 %34, %35
  %39 = icmp slt i64 %35, %24
  %40 = getelementptr double, ptr %13, i64 %26
  %41 = getelementptr double, ptr %15, i64 %26
  br i1 %36, label %vector, label %next

none2:                                            ; preds = %vector.end, %loop
  %42 = add nuw nsw i64 %21, 1
  %43 = icmp slt i64 %42, %3
  br i1 %43, label %loop, label %loop.end

vector:                                           ; preds = %some1, %vector
  %44 = phi i64 [ %76, %vector ], [ 0, %some1 ]
  %45 = getelementptr double, ptr %40, i64 %44
  %46 = load <4 x double>, ptr %45, align 8, !invariant.load !0
  %47 = getelementptr double, ptr %45, i64 4
  %48 = load <4 x double>, ptr %47, align 8, !invariant.load !0
  %49 = getelementptr double, ptr %45, i64 8
  %50 = load <4 x double>, ptr %49, align 8, !invariant.load !0
  %51 = getelementptr double, ptr %45, i64 12
  %52 = load <4 x double>, ptr %51, align 8, !invariant.load !0
  %53 = shufflevector <4 x double> %46, <4 x double> %48, <8 x i32> <i32 0, i32 1, i32 2, i32 3, i32 4, i32 5, i32 6, i32 7>
  %54 = shufflevector <4 x double> %50, <4 x double> %52, <8 x i32> <i32 0, i32 1, i32 2, i32 3, i32 4, i32 5, i32 6, i32 7>
  %55 = shufflevector <8 x double> %53, <8 x double> %54, <16 x i32> <i32 0, i32 1, i32 2, i32 3, i32 4, i32 5, i32 6, i32 7, i32 8, i32 9, i32 10, i32 11, i32 12, i32 13, i32 14, i32 15>
  %56 = getelementptr double, ptr %41, i64 %44
  %57 = load <4 x double>, ptr %56, align 8, !invariant.load !0
  %58 = getelementptr double, ptr %56, i64 4
  %59 = load <4 x double>, ptr %58, align 8, !invariant.load !0
  %60 = getelementptr double, ptr %56, i64 8
  %61 = load <4 x double>, ptr %60, align 8, !invariant.load !0
  %62 = getelementptr double, ptr %56, i64 12
  %63 = load <4 x double>, ptr %62, align 8, !invariant.load !0
  %64 = shufflevector <4 x double> %57, <4 x double> %59, <8 x i32> <i32 0, i32 1, i32 2, i32 3, i32 4, i32 5, i32 6, i32 7>
  %65 = shufflevector <4 x double> %61, <4 x double> %63, <8 x i32> <i32 0, i32 1, i32 2, i32 3, i32 4, i32 5, i32 6, i32 7>
  %66 = shufflevector <8 x double> %64, <8 x double> %65, <16 x i32> <i32 0, i32 1, i32 2, i32 3, i32 4, i32 5, i32 6, i32 7, i32 8, i32 9, i32 10, i32 11, i32 12, i32 13, i32 14, i32 15>
  %67 = fadd <16 x double> %55, %66
  %68 = getelementptr double, ptr %27, i64 %44
  %69 = shufflevector <16 x double> %67, <16 x double> poison, <4 x i32> <i32 0, i32 1, i32 2, i32 3>
  store <4 x double> %69, ptr %68, align 32, !nontemporal !1
  %70 = getelementptr double, ptr %68, i64 4
  %71 = shufflevector <16 x double> %67, <16 x double> poison, <4 x i32> <i32 4, i32 5, i32 6, i32 7>
  store <4 x double> %71, ptr %70, align 32, !nontemporal !1
  %72 = getelementptr double, ptr %68, i64 8
  %73 = shufflevector <16 x double> %67, <16 x double> poison, <4 x i32> <i32 8, i32 9, i32 10, i32 11>
  store <4 x double> %73, ptr %72, align 32, !nontemporal !1
  %74 = getelementptr double, ptr %68, i64 12
  %75 = shufflevector <16 x double> %67, <16 x double> poison, <4 x i32> <i32 12, i32 13, i32 14, i32 15>
  store <4 x double> %75, ptr %74, align 32, !nontemporal !1
  %76 = add nuw nsw i64 %44, 16
  %77 = icmp slt i64 %76, %33
  br i1 %77, label %vector, label %next

vector3:                                          ; preds = %next, %vector3
  %78 = phi i64 [ %110, %vector3 ], [ %33, %next ]
  %79 = getelementptr double, ptr %40, i64 %78
  %80 = load <4 x double>, ptr %79, align 8, !invariant.load !0
  %81 = getelementptr double, ptr %79, i64 4
  %82 = load <4 x double>, ptr %81, align 8, !invariant.load !0
  %83 = getelementptr double, ptr %79, i64 8
  %84 = load <4 x double>, ptr %83, align 8, !invariant.load !0
  %85 = getelementptr double, ptr %79, i64 12
  %86 = load <4 x double>, ptr %85, align 8, !invariant.load !0
  %87 = shufflevector <4 x double> %80, <4 x double> %82, <8 x i32> <i32 0, i32 1, i32 2, i32 3, i32 4, i32 5, i32 6, i32 7>
  %88 = shufflevector <4 x double> %84, <4 x double> %86, <8 x i32> <i32 0, i32 1, i32 2, i32 3, i32 4, i32 5, i32 6, i32 7>
  %89 = shufflevector <8 x double> %87, <8 x double> %88, <16 x i32> <i32 0, i32 1, i32 2, i32 3, i32 4, i32 5, i32 6, i32 7, i32 8, i32 9, i32 10, i32 11, i32 12, i32 13, i32 14, i32 15>
  %90 = getelementptr double, ptr %41, i64 %78
  %91 = load <4 x double>, ptr %90, align 8, !invariant.load !0
  %92 = getelementptr double, ptr %90, i64 4
  %93 = load <4 x double>, ptr %92, align 8, !invariant.load !0
  %94 = getelementptr double, ptr %90, i64 8
  %95 = load <4 x double>, ptr %94, align 8, !invariant.load !0
  %96 = getelementptr double, ptr %90, i64 12
  %97 = load <4 x double>, ptr %96, align 8, !invariant.load !0
  %98 = shufflevector <4 x double> %91, <4 x double> %93, <8 x i32> <i32 0, i32 1, i32 2, i32 3, i32 4, i32 5, i32 6, i32 7>
  %99 = shufflevector <4 x double> %95, <4 x double> %97, <8 x i32> <i32 0, i32 1, i32 2, i32 3, i32 4, i32 5, i32 6, i32 7>
  %100 = shufflevector <8 x double> %98, <8 x double> %99, <16 x i32> <i32 0, i32 1, i32 2, i32 3, i32 4, i32 5, i32 6, i32 7, i32 8, i32 9, i32 10, i32 11, i32 12, i32 13, i32 14, i32 15>
  %101 = fadd <16 x double> %89, %100
  %102 = getelementptr double, ptr %27, i64 %78
  %103 = shufflevector <16 x double> %101, <16 x double> poison, <4 x i32> <i32 0, i32 1, i32 2, i32 3>
  store <4 x double> %103, ptr %102, align 8
  %104 = getelementptr double, ptr %102, i64 4
  %105 = shufflevector <16 x double> %101, <16 x double> poison, <4 x i32> <i32 4, i32 5, i32 6, i32 7>
  store <4 x double> %105, ptr %104, align 8
  %106 = getelementptr double, ptr %102, i64 8
  %107 = shufflevector <16 x double> %101, <16 x double> poison, <4 x i32> <i32 8, i32 9, i32 10, i32 11>
  store <4 x double> %107, ptr %106, align 8
  %108 = getelementptr double, ptr %102, i64 12
  %109 = shufflevector <16 x double> %101, <16 x double> poison, <4 x i32> <i32 12, i32 13, i32 14, i32 15>
  store <4 x double> %109, ptr %108, align 8
  %110 = add nuw nsw i64 %78, 16
  %111 = icmp slt i64 %110, %34
  br i1 %111, label %vector3, label %next6

vector4:                                          ; preds = %next6, %vector4
  %112 = phi i64 [ %119, %vector4 ], [ %34, %next6 ]
  %113 = getelementptr double, ptr %40, i64 %112
  %114 = load <4 x double>, ptr %113, align 8, !invariant.load !0
  %115 = getelementptr double, ptr %41, i64 %112
  %116 = load <4 x double>, ptr %115, align 8, !invariant.load !0
  %117 = fadd <4 x double> %114, %116
  %118 = getelementptr double, ptr %27, i64 %112
  store <4 x double> %117, ptr %118, align 8
  %119 = add nuw nsw i64 %112, 4
  %120 = icmp slt i64 %119, %35
  br i1 %120, label %vector4, label %next7

vector5:                                          ; preds = %next7, %vector5
  %121 = phi i64 [ %128, %vector5 ], [ %35, %next7 ]
  %122 = getelementptr double, ptr %40, i64 %121
  %123 = load double, ptr %122, align 8, !invariant.load !0
  %124 = getelementptr double, ptr %41, i64 %121
  %125 = load double, ptr %124, align 8, !invariant.load !0
  %126 = fadd double %123, %125
  %127 = getelementptr double, ptr %27, i64 %121
  store double %126, ptr %127, align 8
  %128 = add nuw nsw i64 %121, 1
  %129 = icmp slt i64 %128, %24
  br i1 %129, label %vector5, label %vector.end

next:                                             ; preds = %some1, %vector
  br i1 %37, label %vector3, label %next6

next6:                                            ; preds = %next, %vector3
  br i1 %38, label %vector4, label %next7

next7:                                            ; preds = %next6, %vector4
  br i1 %39, label %vector5, label %vector.end

vector.end:                                       ; preds = %next7, %vector5
  br label %none2

loop.end:                                         ; preds = %none2
  br label %none

some8:                                            ; preds = %none
  call void @llvm.x86.sse.sfence()
  br label %none9

none9:                                            ; preds = %some8, %none
  ret void
}

; Function Attrs: nocallback nofree nosync nounwind speculatable willreturn memory(none)
declare i64 @llvm.smin.i64(i64, i64) #1

; Function Attrs: nounwind
declare void @llvm.x86.sse.sfence() #2

attributes #0 = { nounwind "min-legal-vector-width"="256" "prefer-vector-width"="256" "target-cpu"="x86-64-v3" }
attributes #1 = { nocallback nofree nosync nounwind speculatable willreturn memory(none) }
attributes #2 = { nounwind }

!0 = !{}
!1 = !{i32 1}
