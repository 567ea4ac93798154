; ModuleID = 'tensor_3348a64d20ca009c91a4161809f44a3e'
source_filename = "tensor_3348a64d20ca009c91a4161809f44a3e"
target datalayout = "e-m:e-p270:32:32-p271:32:32-p272:64:64-i64:64-i128:128-f80:128-n8:16:32:64-S128"
target triple = "x86_64-unknown-linux-gnu"

; Function Attrs: nounwind
define i32 @tensor_3348a64d20ca009c91a4161809f44a3e(ptr %0, ptr %1, ptr %2) #0 {
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
  %21 = phi i64 [ %43, %none2 ], [ %2, %some ]
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
  %42 = mul i64 4096, %21
  br i1 %36, label %vector, label %next

none2:                                            ; preds = %vector.end, %loop
  %43 = add nuw nsw i64 %21, 1
  %44 = icmp slt i64 %43, %3
  br i1 %44, label %loop, label %loop.end

vector:                                           ; preds = %some1, %vector
  %45 = phi i64 [ %77, %vector ], [ 0, %some1 ]
  %46 = getelementptr double, ptr %40, i64 %45
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
  %57 = getelementptr double, ptr %41, i64 %45
  %58 = load <4 x double>, ptr %57, align 8, !invariant.load !0
  %59 = getelementptr double, ptr %57, i64 4
  %60 = load <4 x double>, ptr %59, align 8, !invariant.load !0
  %61 = getelementptr double, ptr %57, i64 8
  %62 = load <4 x double>, ptr %61, align 8, !invariant.load !0
  %63 = getelementptr double, ptr %57, i64 12
  %64 = load <4 x double>, ptr %63, align 8, !invariant.load !0
  %65 = shufflevector <4 x double> %58, <4 x double> %60, <8 x i32> <i32 0, i32 1, i32 2, i32 3, i32 4, i32 5, i32 6, i32 7>
  %66 = shufflevector <4 x double> %62, <4 x double> %64, <8 x i32> <i32 0, i32 1, i32 2, i32 3, i32 4, i32 5, i32 6, i32 7>
  %67 = shufflevector <8 x double> %65, <8 x double> %66, <16 x i32> <i32 0, i32 1, i32 2, i32 3, i32 4, i32 5, i32 6, i32 7, i32 8, i32 9, i32 10, i32 11, i32 12, i32 13, i32 14, i32 15>
  %68 = fadd <16 x double> %56, %67
  %69 = getelementptr double, ptr %27, i64 %45
  %70 = shufflevector <16 x double> %68, <16 x double> poison, <4 x i32> <i32 0, i32 1, i32 2, i32 3>
  store <4 x double> %70, ptr %69, align 32, !nontemporal !1
  %71 = getelementptr double, ptr %69, i64 4
  %72 = shufflevector <16 x double> %68, <16 x double> poison, <4 x i32> <i32 4, i32 5, i32 6, i32 7>
  store <4 x double> %72, ptr %71, align 32, !nontemporal !1
  %73 = getelementptr double, ptr %69, i64 8
  %74 = shufflevector <16 x double> %68, <16 x double> poison, <4 x i32> <i32 8, i32 9, i32 10, i32 11>
  store <4 x double> %74, ptr %73, align 32, !nontemporal !1
  %75 = getelementptr double, ptr %69, i64 12
  %76 = shufflevector <16 x double> %68, <16 x double> poison, <4 x i32> <i32 12, i32 13, i32 14, i32 15>
  store <4 x double> %76, ptr %75, align 32, !nontemporal !1
  %77 = add nuw nsw i64 %45, 16
  %78 = icmp slt i64 %77, %33
  br i1 %78, label %vector, label %next

vector3:                                          ; preds = %next, %vector3
  %79 = phi i64 [ %111, %vector3 ], [ %33, %next ]
  %80 = getelementptr double, ptr %40, i64 %79
  %81 = load <4 x double>, ptr %80, align 8, !invariant.load !0
  %82 = getelementptr double, ptr %80, i64 4
  %83 = load <4 x double>, ptr %82, align 8, !invariant.load !0
  %84 = getelementptr double, ptr %80, i64 8
  %85 = load <4 x double>, ptr %84, align 8, !invariant.load !0
  %86 = getelementptr double, ptr %80, i64 12
  %87 = load <4 x double>, ptr %86, align 8, !invariant.load !0
  %88 = shufflevector <4 x double> %81, <4 x double> %83, <8 x i32> <i32 0, i32 1, i32 2, i32 3, i32 4, i32 5, i32 6, i32 7>
  %89 = shufflevector <4 x double> %85, <4 x double> %87, <8 x i32> <i32 0, i32 1, i32 2, i32 3, i32 4, i32 5, i32 6, i32 7>
  %90 = shufflevector <8 x double> %88, <8 x double> %89, <16 x i32> <i32 0, i32 1, i32 2, i32 3, i32 4, i32 5, i32 6, i32 7, i32 8, i32 9, i32 10, i32 11, i32 12, i32 13, i32 14, i32 15>
  %91 = getelementptr double, ptr %41, i64 %79
  %92 = load <4 x double>, ptr %91, align 8, !invariant.load !0
  %93 = getelementptr double, ptr %91, i64 4
  %94 = load <4 x double>, ptr %93, align 8, !invariant.load !0
  %95 = getelementptr double, ptr %91, i64 8
  %96 = load <4 x double>, ptr %95, align 8, !invariant.load !0
  %97 = getelementptr double, ptr %91, i64 12
  %98 = load <4 x double>, ptr %97, align 8, !invariant.load !0
  %99 = shufflevector <4 x double> %92, <4 x double> %94, <8 x i32> <i32 0, i32 1, i32 2, i32 3, i32 4, i32 5, i32 6, i32 7>
  %100 = shufflevector <4 x double> %96, <4 x double> %98, <8 x i32> <i32 0, i32 1, i32 2, i32 3, i32 4, i32 5, i32 6, i32 7>
  %101 = shufflevector <8 x double> %99, <8 x double> %100, <16 x i32> <i32 0, i32 1, i32 2, i32 3, i32 4, i32 5, i32 6, i32 7, i32 8, i32 9, i32 10, i32 11, i32 12, i32 13, i32 14, i32 15>
  %102 = fadd <16 x double> %90, %101
  %103 = getelementptr double, ptr %27, i64 %79
  %104 = shufflevector <16 x double> %102, <16 x double> poison, <4 x i32> <i32 0, i32 1, i32 2, i32 3>
  store <4 x double> %104, ptr %103, align 8
  %105 = getelementptr double, ptr %103, i64 4
  %106 = shufflevector <16 x double> %102, <16 x double> poison, <4 x i32> <i32 4, i32 5, i32 6, i32 7>
  store <4 x double> %106, ptr %105, align 8
  %107 = getelementptr double, ptr %103, i64 8
  %108 = shufflevector <16 x double> %102, <16 x double> poison, <4 x i32> <i32 8, i32 9, i32 10, i32 11>
  store <4 x double> %108, ptr %107, align 8
  %109 = getelementptr double, ptr %103, i64 12
  %110 = shufflevector <16 x double> %102, <16 x double> poison, <4 x i32> <i32 12, i32 13, i32 14, i32 15>
  store <4 x double> %110, ptr %109, align 8
  %111 = add nuw nsw i64 %79, 16
  %112 = icmp slt i64 %111, %34
  br i1 %112, label %vector3, label %next6

vector4:                                          ; preds = %next6, %vector4
  %113 = phi i64 [ %120, %vector4 ], [ %34, %next6 ]
  %114 = getelementptr double, ptr %40, i64 %113
  %115 = load <4 x double>, ptr %114, align 8, !invariant.load !0
  %116 = getelementptr double, ptr %41, i64 %113
  %117 = load <4 x double>, ptr %116, align 8, !invariant.load !0
  %118 = fadd <4 x double> %115, %117
  %119 = getelementptr double, ptr %27, i64 %113
  store <4 x double> %118, ptr %119, align 8
  %120 = add nuw nsw i64 %113, 4
  %121 = icmp slt i64 %120, %35
  br i1 %121, label %vector4, label %next7

vector5:                                          ; preds = %next7, %vector5
  %122 = phi i64 [ %130, %vector5 ], [ %35, %next7 ]
  %123 = add i64 %42, %122
  %124 = getelementptr double, ptr %13, i64 %123
  %125 = load double, ptr %124, align 8, !invariant.load !0
  %126 = getelementptr double, ptr %15, i64 %123
  %127 = load double, ptr %126, align 8, !invariant.load !0
  %128 = fadd double %125, %127
  %129 = getelementptr double, ptr %11, i64 %123
  store double %128, ptr %129, align 8
  %130 = add nuw nsw i64 %122, 1
  %131 = icmp slt i64 %130, %24
  br i1 %131, label %vector5, label %vector.end

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
