; ModuleID = 'tensor_704231a60878571631100663c39bebfb'
source_filename = "tensor_704231a60878571631100663c39bebfb"
target datalayout = "e-m:e-p270:32:32-p271:32:32-p272:64:64-i64:64-i128:128-f80:128-n8:16:32:64-S128"
target triple = "x86_64-unknown-linux-gnu"

; Function Attrs: nounwind
define i32 @tensor_704231a60878571631100663c39bebfb(ptr %0, ptr %1, ptr %2) #0 {
entry:
  %3 = getelementptr i64, ptr %2, i64 2
  %4 = load i64, ptr %3, align 8, !invariant.load !0
  %5 = getelementptr i64, ptr %2, i64 1
  %6 = load i64, ptr %5, align 8, !invariant.load !0
  %7 = getelementptr i64, ptr %2, i64 0
  %8 = load i64, ptr %7, align 8, !invariant.load !0
  %9 = alloca [4 x i64], align 64
  br label %start

start:                                            ; preds = %entry
  %10 = icmp eq i64 %8, 0
  %11 = icmp eq i64 %8, -1
  %12 = or i1 %10, %11
  %13 = select i1 %12, i64 1, i64 %8
  %14 = sdiv i64 7281, %13
  %15 = select i1 %11, i64 -7281, i64 %14
  %16 = select i1 %10, i64 0, i64 %15
  %17 = mul i64 %16, %8
  %18 = sub i64 7281, %17
  %19 = select i1 %10, i64 0, i64 %18
  %20 = xor i64 %19, %8
  %21 = icmp slt i64 %20, 0
  %22 = icmp ne i64 %19, 0
  %23 = and i1 %22, %21
  %24 = sub i64 %16, 1
  %25 = select i1 %23, i64 %24, i64 %16
  %26 = add i64 %19, %8
  %27 = select i1 %23, i64 %26, i64 %19
  %28 = call i64 @llvm.smax.i64(i64 %25, i64 1)
  %29 = call i64 @llvm.smax.i64(i64 %28, i64 1)
  %30 = getelementptr i64, ptr %9, i64 0
  store ptr %1, ptr %30, align 8
  %31 = getelementptr i64, ptr %9, i64 1
  store ptr %2, ptr %31, align 8
  %32 = getelementptr i64, ptr %9, i64 2
  store i64 %4, ptr %32, align 8
  %33 = getelementptr i64, ptr %9, i64 3
  store i64 %4, ptr %33, align 8
  %34 = getelementptr i64, ptr %0, i64 4
  %35 = load i64, ptr %34, align 8
  %36 = icmp sle i64 %35, 1
  %37 = icmp sle i64 %6, %29
  %38 = or i1 %36, %37
  br i1 %38, label %single, label %several

single:                                           ; preds = %start
  call void @body.1(ptr %0, ptr %9, i64 0, i64 %6, i64 0)
  br label %joined

several:                                          ; preds = %start
  %39 = getelementptr i64, ptr %0, i64 0
  %40 = load ptr, ptr %39, align 8
  call void %40(ptr %0, ptr @body.1, ptr %9, i64 %6, i64 %29)
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
  %10 = getelementptr ptr, ptr %5, i64 1
  %11 = load ptr, ptr %10, align 8, !invariant.load !0
  %12 = getelementptr i64, ptr %1, i64 2
  %13 = load i64, ptr %12, align 8
  %14 = getelementptr i64, ptr %1, i64 3
  %15 = load i64, ptr %14, align 8
  %16 = getelementptr i64, ptr %7, i64 2
  %17 = load i64, ptr %16, align 8, !invariant.load !0
  %18 = alloca [16 x i64], align 64
  %19 = alloca [16 x i64], align 64
  %20 = alloca [16 x i64], align 64
  %21 = getelementptr ptr, ptr %5, i64 0
  %22 = load ptr, ptr %21, align 8, !invariant.load !0
  %23 = getelementptr ptr, ptr %5, i64 2
  %24 = load ptr, ptr %23, align 8, !invariant.load !0
  %25 = alloca [4 x i64], align 64
  %26 = alloca [4 x i64], align 64
  %27 = alloca [4 x i64], align 64
  br label %start

start:                                            ; preds = %entry
  %28 = icmp slt i64 %2, %3
  br i1 %28, label %some, label %none

some:                                             ; preds = %start
  %29 = icmp sgt i64 %9, 0
  %30 = and i64 %9, -16
  %31 = and i64 %9, -4
  %32 = icmp slt i64 0, %30
  %33 = icmp slt i64 %30, %31
  %34 = icmp slt i64 %31, %9
  %35 = insertelement <16 x i64> poison, i64 %17, i64 0
  %36 = shufflevector <16 x i64> %35, <16 x i64> poison, <16 x i32> zeroinitializer
  %37 = insertelement <4 x i64> poison, i64 %17, i64 0
  %38 = shufflevector <4 x i64> %37, <4 x i64> poison, <4 x i32> zeroinitializer
  br label %loop

none:                                             ; preds = %loop.end, %start
  ret void

loop:                                             ; preds = %some, %none2
  %39 = phi i64 [ %70, %none2 ], [ %2, %some ]
  br i1 %29, label %some1, label %none2

some1:                                            ; preds = %loop
  %40 = getelementptr i64, ptr %11, i64 %39
  %41 = load i64, ptr %40, align 8, !invariant.load !0
  %42 = icmp slt i64 %41, 0
  %43 = add i64 %41, %13
  %44 = select i1 %42, i64 %43, i64 %41
  %45 = icmp ult i64 %44, %15
  %46 = mul i64 %9, %39
  %47 = insertelement <16 x i64> poison, i64 %46, i64 0
  %48 = shufflevector <16 x i64> %47, <16 x i64> poison, <16 x i32> zeroinitializer
  %49 = xor i1 %45, true
  %50 = insertelement <16 x i1> poison, i1 %49, i64 0
  %51 = shufflevector <16 x i1> %50, <16 x i1> poison, <16 x i32> zeroinitializer
  %52 = insertelement <16 x i64> poison, i64 %41, i64 0
  %53 = shufflevector <16 x i64> %52, <16 x i64> poison, <16 x i32> zeroinitializer
  %54 = select i1 %45, i64 %44, i64 0
  %55 = mul i64 %9, %54
  %56 = getelementptr float, ptr %22, i64 %55
  %57 = mul i64 %9, %39
  %58 = getelementptr float, ptr %24, i64 %57
  %59 = mul i64 %9, %39
  %60 = insertelement <4 x i64> poison, i64 %59, i64 0
  %61 = shufflevector <4 x i64> %60, <4 x i64> poison, <4 x i32> zeroinitializer
  %62 = xor i1 %45, true
  %63 = insertelement <4 x i1> poison, i1 %62, i64 0
  %64 = shufflevector <4 x i1> %63, <4 x i1> poison, <4 x i32> zeroinitializer
  %65 = insertelement <4 x i64> poison, i64 %41, i64 0
  %66 = shufflevector <4 x i64> %65, <4 x i64> poison, <4 x i32> zeroinitializer
  %67 = mul i64 %9, %39
  %68 = xor i1 %45, true
  %69 = mul i64 %9, %54
  br i1 %32, label %vector, label %next

none2:                                            ; preds = %vector.end, %loop
  %70 = add nuw nsw i64 %39, 1
  %71 = icmp slt i64 %70, %3
  br i1 %71, label %loop, label %loop.end

vector:                                           ; preds = %some1, %checked
  %72 = phi i64 [ %97, %checked ], [ 0, %some1 ]
  %73 = insertelement <16 x i64> poison, i64 %72, i64 0
  %74 = shufflevector <16 x i64> %73, <16 x i64> poison, <16 x i32> zeroinitializer
  %75 = add <16 x i64> %74, <i64 0, i64 1, i64 2, i64 3, i64 4, i64 5, i64 6, i64 7, i64 8, i64 9, i64 10, i64 11, i64 12, i64 13, i64 14, i64 15>
  %76 = add <16 x i64> %48, %75
  %77 = bitcast <16 x i1> %51 to i16
  %78 = icmp ne i16 %77, 0
  br i1 %78, label %failed, label %checked, !prof !1

vector3:                                          ; preds = %next, %checked7
  %79 = phi i64 [ %117, %checked7 ], [ %30, %next ]
  %80 = insertelement <4 x i64> poison, i64 %79, i64 0
  %81 = shufflevector <4 x i64> %80, <4 x i64> poison, <4 x i32> zeroinitializer
  %82 = add <4 x i64> %81, <i64 0, i64 1, i64 2, i64 3>
  %83 = add <4 x i64> %61, %82
  %84 = bitcast <4 x i1> %64 to i4
  %85 = icmp ne i4 %84, 0
  br i1 %85, label %failed6, label %checked7, !prof !1

vector4:                                          ; preds = %next5, %checked12
  %86 = phi i64 [ %140, %checked12 ], [ %31, %next5 ]
  %87 = add i64 %67, %86
  br i1 %68, label %failed11, label %checked12, !prof !1

next:                                             ; preds = %some1, %checked
  br i1 %33, label %vector3, label %next5

next5:                                            ; preds = %next, %checked7
  br i1 %34, label %vector4, label %vector.end

vector.end:                                       ; preds = %next5, %checked12
  br label %none2

failed:                                           ; preds = %vector
  store <16 x i64> %76, ptr %18, align 64
  store <16 x i64> %53, ptr %19, align 64
  store <16 x i64> %36, ptr %20, align 64
  br label %lanes

checked:                                          ; preds = %lanes.end, %vector
  %88 = getelementptr float, ptr %56, i64 %72
  %89 = load <8 x float>, ptr %88, align 4, !invariant.load !0
  %90 = getelementptr float, ptr %88, i64 8
  %91 = load <8 x float>, ptr %90, align 4, !invariant.load !0
  %92 = shufflevector <8 x float> %89, <8 x float> %91, <16 x i32> <i32 0, i32 1, i32 2, i32 3, i32 4, i32 5, i32 6, i32 7, i32 8, i32 9, i32 10, i32 11, i32 12, i32 13, i32 14, i32 15>
  %93 = getelementptr float, ptr %58, i64 %72
  %94 = shufflevector <16 x float> %92, <16 x float> poison, <8 x i32> <i32 0, i32 1, i32 2, i32 3, i32 4, i32 5, i32 6, i32 7>
  store <8 x float> %94, ptr %93, align 4
  %95 = getelementptr float, ptr %93, i64 8
  %96 = shufflevector <16 x float> %92, <16 x float> poison, <8 x i32> <i32 8, i32 9, i32 10, i32 11, i32 12, i32 13, i32 14, i32 15>
  store <8 x float> %96, ptr %95, align 4
  %97 = add nuw nsw i64 %72, 16
  %98 = icmp slt i64 %97, %30
  br i1 %98, label %vector, label %next

lanes:                                            ; preds = %failed
  %99 = bitcast <16 x i1> %51 to i16
  %100 = zext i16 %99 to i64
  br label %lane

lane:                                             ; preds = %lane, %lanes
  %101 = phi i64 [ %100, %lanes ], [ %112, %lane ]
  %102 = call i64 @llvm.cttz.i64(i64 %101, i1 true)
  %103 = getelementptr i64, ptr %18, i64 %102
  %104 = load i64, ptr %103, align 8
  %105 = getelementptr i64, ptr %19, i64 %102
  %106 = load i64, ptr %105, align 8
  %107 = getelementptr i64, ptr %20, i64 %102
  %108 = load i64, ptr %107, align 8
  %109 = getelementptr i64, ptr %0, i64 1
  %110 = load ptr, ptr %109, align 8
  call void %110(ptr %0, i64 0, i64 %104, i64 %106, i64 %108)
  %111 = sub i64 %101, 1
  %112 = and i64 %101, %111
  %113 = icmp ne i64 %112, 0
  br i1 %113, label %lane, label %lanes.end

lanes.end:                                        ; preds = %lane
  br label %checked

failed6:                                          ; preds = %vector3
  store <4 x i64> %83, ptr %25, align 64
  store <4 x i64> %66, ptr %26, align 64
  store <4 x i64> %38, ptr %27, align 64
  br label %lanes8

checked7:                                         ; preds = %lanes.end10, %vector3
  %114 = getelementptr float, ptr %56, i64 %79
  %115 = load <4 x float>, ptr %114, align 4, !invariant.load !0
  %116 = getelementptr float, ptr %58, i64 %79
  store <4 x float> %115, ptr %116, align 4
  %117 = add nuw nsw i64 %79, 4
  %118 = icmp slt i64 %117, %31
  br i1 %118, label %vector3, label %next5

lanes8:                                           ; preds = %failed6
  %119 = bitcast <4 x i1> %64 to i4
  %120 = zext i4 %119 to i64
  br label %lane9

lane9:                                            ; preds = %lane9, %lanes8
  %121 = phi i64 [ %120, %lanes8 ], [ %132, %lane9 ]
  %122 = call i64 @llvm.cttz.i64(i64 %121, i1 true)
  %123 = getelementptr i64, ptr %25, i64 %122
  %124 = load i64, ptr %123, align 8
  %125 = getelementptr i64, ptr %26, i64 %122
  %126 = load i64, ptr %125, align 8
  %127 = getelementptr i64, ptr %27, i64 %122
  %128 = load i64, ptr %127, align 8
  %129 = getelementptr i64, ptr %0, i64 1
  %130 = load ptr, ptr %129, align 8
  call void %130(ptr %0, i64 0, i64 %124, i64 %126, i64 %128)
  %131 = sub i64 %121, 1
  %132 = and i64 %121, %131
  %133 = icmp ne i64 %132, 0
  br i1 %133, label %lane9, label %lanes.end10

lanes.end10:                                      ; preds = %lane9
  br label %checked7

failed11:                                         ; preds = %vector4
  %134 = getelementptr i64, ptr %0, i64 1
  %135 = load ptr, ptr %134, align 8
  call void %135(ptr %0, i64 0, i64 %87, i64 %41, i64 %17)
  br label %lane.end

checked12:                                        ; preds = %lane.end, %vector4
  %136 = add i64 %69, %86
  %137 = getelementptr float, ptr %22, i64 %136
  %138 = load float, ptr %137, align 4, !invariant.load !0
  %139 = getelementptr float, ptr %24, i64 %87
  store float %138, ptr %139, align 4
  %140 = add nuw nsw i64 %86, 1
  %141 = icmp slt i64 %140, %9
  br i1 %141, label %vector4, label %vector.end

lane.end:                                         ; preds = %failed11
  br label %checked12

loop.end:                                         ; preds = %none2
  br label %none
}

; Function Attrs: nocallback nofree nosync nounwind speculatable willreturn memory(none)
declare i64 @llvm.cttz.i64(i64, i1 immarg) #1

attributes #0 = { nounwind "min-legal-vector-width"="256" "prefer-vector-width"="256" "target-cpu"="x86-64-v3" }
attributes #1 = { nocallback nofree nosync nounwind speculatable willreturn memory(none) }

!0 = !{}
!1 = !{!"branch_weights", i32 1, i32 2000}
