; ModuleID = 'tensor_5f563e13b4da385e3c6a60c80f9597e8'
source_filename = "tensor_5f563e13b4da385e3c6a60c80f9597e8"
target datalayout = "e-m:e-p270:32:32-p271:32:32-p272:64:64-i64:64-i128:128-f80:128-n8:16:32:64-S128"
target triple = "x86_64-unknown-linux-gnu"

; Function Attrs: nounwind
define i32 @tensor_5f563e13b4da385e3c6a60c80f9597e8(ptr %0, ptr %1, ptr %2) #0 {
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
  %39 = phi i64 [ %66, %none2 ], [ %2, %some ]
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
  %57 = getelementptr float, ptr %24, i64 %46
  %58 = insertelement <4 x i64> poison, i64 %46, i64 0
  %59 = shufflevector <4 x i64> %58, <4 x i64> poison, <4 x i32> zeroinitializer
  %60 = xor i1 %45, true
  %61 = insertelement <4 x i1> poison, i1 %60, i64 0
  %62 = shufflevector <4 x i1> %61, <4 x i1> poison, <4 x i32> zeroinitializer
  %63 = insertelement <4 x i64> poison, i64 %41, i64 0
  %64 = shufflevector <4 x i64> %63, <4 x i64> poison, <4 x i32> zeroinitializer
  %65 = xor i1 %45, true
  br i1 %32, label %vector, label %next

none2:                                            ; preds = %vector.end, %loop
  %66 = add nuw nsw i64 %39, 1
  %67 = icmp slt i64 %66, %3
  br i1 %67, label %loop, label %loop.end

vector:                                           ; preds = %some1, %checked
  %68 = phi i64 [ %93, %checked ], [ 0, %some1 ]
  %69 = insertelement <16 x i64> poison, i64 %68, i64 0
  %70 = shufflevector <16 x i64> %69, <16 x i64> poison, <16 x i32> zeroinitializer
  %71 = add <16 x i64> %70, <i64 0, i64 1, i64 2, i64 3, i64 4, i64 5, i64 6, i64 7, i64 8, i64 9, i64 10, i64 11, i64 12, i64 13, i64 14, i64 15>
  %72 = add <16 x i64> %48, %71
  %73 = bitcast <16 x i1> %51 to i16
  %74 = icmp ne i16 %73, 0
  br i1 %74, label %failed, label %checked, !prof !1

vector3:                                          ; preds = %next, %checked7
  %75 = phi i64 [ %113, %checked7 ], [ %30, %next ]
  %76 = insertelement <4 x i64> poison, i64 %75, i64 0
  %77 = shufflevector <4 x i64> %76, <4 x i64> poison, <4 x i32> zeroinitializer
  %78 = add <4 x i64> %77, <i64 0, i64 1, i64 2, i64 3>
  %79 = add <4 x i64> %59, %78
  %80 = bitcast <4 x i1> %62 to i4
  %81 = icmp ne i4 %80, 0
  br i1 %81, label %failed6, label %checked7, !prof !1

vector4:                                          ; preds = %next5, %checked12
  %82 = phi i64 [ %136, %checked12 ], [ %31, %next5 ]
  %83 = add i64 %46, %82
  br i1 %65, label %failed11, label %checked12, !prof !1

next:                                             ; preds = %some1, %checked
  br i1 %33, label %vector3, label %next5

next5:                                            ; preds = %next, %checked7
  br i1 %34, label %vector4, label %vector.end

vector.end:                                       ; preds = %next5, %checked12
  br label %none2

failed:                                           ; preds = %vector
  store <16 x i64> %72, ptr %18, align 64
  store <16 x i64> %53, ptr %19, align 64
  store <16 x i64> %36, ptr %20, align 64
  br label %lanes

checked:                                          ; preds = %lanes.end, %vector
  %84 = getelementptr float, ptr %56, i64 %68
  %85 = load <8 x float>, ptr %84, align 4, !invariant.load !0
  %86 = getelementptr float, ptr %84, i64 8
  %87 = load <8 x float>, ptr %86, align 4, !invariant.load !0
  %88 = shufflevector <8 x float> %85, <8 x float> %87, <16 x i32> <i32 0, i32 1, i32 2, i32 3, i32 4, i32 5, i32 6, i32 7, i32 8, i32 9, i32 10, i32 11, i32 12, i32 13, i32 14, i32 15>
  %89 = getelementptr float, ptr %57, i64 %68
  %90 = shufflevector <16 x float> %88, <16 x float> poison, <8 x i32> <i32 0, i32 1, i32 2, i32 3, i32 4, i32 5, i32 6, i32 7>
  store <8 x float> %90, ptr %89, align 4
  %91 = getelementptr float, ptr %89, i64 8
  %92 = shufflevector <16 x float> %88, <16 x float> poison, <8 x i32> <i32 8, i32 9, i32 10, i32 11, i32 12, i32 13, i32 14, i32 15>
  store <8 x float> %92, ptr %91, align 4
  %93 = add nuw nsw i64 %68, 16
  %94 = icmp slt i64 %93, %30
  br i1 %94, label %vector, label %next

lanes:                                            ; preds = %failed
  %95 = bitcast <16 x i1> %51 to i16
  %96 = zext i16 %95 to i64
  br label %lane

lane:                                             ; preds = %lane, %lanes
  %97 = phi i64 [ %96, %lanes ], [ %108, %lane ]
  %98 = call i64 @llvm.cttz.i64(i64 %97, i1 true)
  %99 = getelementptr i64, ptr %18, i64 %98
  %100 = load i64, ptr %99, align 8
  %101 = getelementptr i64, ptr %19, i64 %98
  %102 = load i64, ptr %101, align 8
  %103 = getelementptr i64, ptr %20, i64 %98
  %104 = load i64, ptr %103, align 8
  %105 = getelementptr i64, ptr %0, i64 1
  %106 = load ptr, ptr %105, align 8
  call void %106(ptr %0, i64 0, i64 %100, i64 %102, i64 %104)
  %107 = sub i64 %97, 1
  %108 = and i64 %97, %107
  %109 = icmp ne i64 %108, 0
  br i1 %109, label %lane, label %lanes.end

lanes.end:                                        ; preds = %lane
  br label %checked

failed6:                                          ; preds = %vector3
  store <4 x i64> %79, ptr %25, align 64
  store <4 x i64> %64, ptr %26, align 64
  store <4 x i64> %38, ptr %27, align 64
  br label %lanes8

checked7:                                         ; preds = %lanes.end10, %vector3
  %110 = getelementptr float, ptr %56, i64 %75
  %111 = load <4 x float>, ptr %110, align 4, !invariant.load !0
  %112 = getelementptr float, ptr %57, i64 %75
  store <4 x float> %111, ptr %112, align 4
  %113 = add nuw nsw i64 %75, 4
  %114 = icmp slt i64 %113, %31
  br i1 %114, label %vector3, label %next5

lanes8:                                           ; preds = %failed6
  %115 = bitcast <4 x i1> %62 to i4
  %116 = zext i4 %115 to i64
  br label %lane9

lane9:                                            ; preds = %lane9, %lanes8
  %117 = phi i64 [ %116, %lanes8 ], [ %128, %lane9 ]
  %118 = call i64 @llvm.cttz.i64(i64 %117, i1 true)
  %119 = getelementptr i64, ptr %25, i64 %118
  %120 = load i64, ptr %119, align 8
  %121 = getelementptr i64, ptr %26, i64 %118
  %122 = load i64, ptr %121, align 8
  %123 = getelementptr i64, ptr %27, i64 %118
  %124 = load i64, ptr %123, align 8
  %125 = getelementptr i64, ptr %0, i64 1
  %126 = load ptr, ptr %125, align 8
  call void %126(ptr %0, i64 0, i64 %120, i64 %122, i64 %124)
  %127 = sub i64 %117, 1
  %128 = and i64 %117, %127
  %129 = icmp ne i64 %128, 0
  br i1 %129, label %lane9, label %lanes.end10

lanes.end10:                                      ; preds = %lane9
  br label %checked7

failed11:                                         ; preds = %vector4
  %130 = getelementptr i64, ptr %0, i64 1
  %131 = load ptr, ptr %130, align 8
  call void %131(ptr %0, i64 0, i64 %83, i64 %41, i64 %17)
  br label %lane.end

checked12:                                        ; preds = %lane.end, %vector4
  %132 = phi i64 [ %44, %vector4 ], [ 0, %lane.end ]
  %133 = getelementptr float, ptr %56, i64 %82
  %134 = load float, ptr %133, align 4, !invariant.load !0
  %135 = getelementptr float, ptr %57, i64 %82
  store float %134, ptr %135, align 4
  %136 = add nuw nsw i64 %82, 1
  %137 = icmp slt i64 %136, %9
  br i1 %137, label %vector4, label %vector.end

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
