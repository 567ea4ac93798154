; ModuleID = 'tensor_ada9e737bca236a7dc1678c2e05cdb3b'
source_filename = "tensor_ada9e737bca236a7dc1678c2e05cdb3b"
target datalayout = "e-m:e-p270:32:32-p271:32:32-p272:64:64-i64:64-i128:128-f80:128-n8:16:32:64-S128"
target triple = "x86_64-unknown-linux-gnu"

; Function Attrs: nounwind
define i32 @tensor_ada9e737bca236a7dc1678c2e05cdb3b(ptr %0, ptr %1, ptr %2) #0 {
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
  %18 = alloca [32 x i64], align 64
  %19 = alloca [32 x i64], align 64
  %20 = alloca [32 x i64], align 64
  %21 = getelementptr ptr, ptr %5, i64 0
  %22 = load ptr, ptr %21, align 8, !invariant.load !0
  %23 = getelementptr ptr, ptr %5, i64 2
  %24 = load ptr, ptr %23, align 8, !invariant.load !0
  %25 = alloca [8 x i64], align 64
  %26 = alloca [8 x i64], align 64
  %27 = alloca [8 x i64], align 64
  br label %start

start:                                            ; preds = %entry
  %28 = icmp slt i64 %2, %3
  br i1 %28, label %some, label %none

some:                                             ; preds = %start
  %29 = icmp sgt i64 %9, 0
  %30 = and i64 %9, -32
  %31 = icmp slt i64 0, %30
  %32 = icmp slt i64 %30, %9
  %33 = insertelement <32 x i64> poison, i64 %17, i64 0
  %34 = shufflevector <32 x i64> %33, <32 x i64> poison, <32 x i32> zeroinitializer
  %35 = insertelement <8 x i64> poison, i64 %17, i64 0
  %36 = shufflevector <8 x i64> %35, <8 x i64> poison, <8 x i32> zeroinitializer
  br label %loop

none:                                             ; preds = %loop.end, %start
  ret void

loop:                                             ; preds = %some, %none2
  %37 = phi i64 [ %63, %none2 ], [ %2, %some ]
  br i1 %29, label %some1, label %none2

some1:                                            ; preds = %loop
  %38 = getelementptr i64, ptr %11, i64 %37
  %39 = load i64, ptr %38, align 8, !invariant.load !0
  %40 = icmp slt i64 %39, 0
  %41 = add i64 %39, %13
  %42 = select i1 %40, i64 %41, i64 %39
  %43 = icmp ult i64 %42, %15
  %44 = mul i64 %9, %37
  %45 = insertelement <32 x i64> poison, i64 %44, i64 0
  %46 = shufflevector <32 x i64> %45, <32 x i64> poison, <32 x i32> zeroinitializer
  %47 = xor i1 %43, true
  %48 = insertelement <32 x i1> poison, i1 %47, i64 0
  %49 = shufflevector <32 x i1> %48, <32 x i1> poison, <32 x i32> zeroinitializer
  %50 = insertelement <32 x i64> poison, i64 %39, i64 0
  %51 = shufflevector <32 x i64> %50, <32 x i64> poison, <32 x i32> zeroinitializer
  %52 = select i1 %43, i64 %42, i64 0
  %53 = mul i64 %9, %52
  %54 = getelementptr float, ptr %22, i64 %53
  %55 = getelementptr float, ptr %24, i64 %44
  %56 = insertelement <8 x i64> poison, i64 %44, i64 0
  %57 = shufflevector <8 x i64> %56, <8 x i64> poison, <8 x i32> zeroinitializer
  %58 = xor i1 %43, true
  %59 = insertelement <8 x i1> poison, i1 %58, i64 0
  %60 = shufflevector <8 x i1> %59, <8 x i1> poison, <8 x i32> zeroinitializer
  %61 = insertelement <8 x i64> poison, i64 %39, i64 0
  %62 = shufflevector <8 x i64> %61, <8 x i64> poison, <8 x i32> zeroinitializer
  br i1 %31, label %vector, label %next

none2:                                            ; preds = %vector.end, %loop
  %63 = add nuw nsw i64 %37, 1
  %64 = icmp slt i64 %63, %3
  br i1 %64, label %loop, label %loop.end

vector:                                           ; preds = %some1, %checked
  %65 = phi i64 [ %95, %checked ], [ 0, %some1 ]
  %66 = insertelement <32 x i64> poison, i64 %65, i64 0
  %67 = shufflevector <32 x i64> %66, <32 x i64> poison, <32 x i32> zeroinitializer
  %68 = add <32 x i64> %67, <i64 0, i64 1, i64 2, i64 3, i64 4, i64 5, i64 6, i64 7, i64 8, i64 9, i64 10, i64 11, i64 12, i64 13, i64 14, i64 15, i64 16, i64 17, i64 18, i64 19, i64 20, i64 21, i64 22, i64 23, i64 24, i64 25, i64 26, i64 27, i64 28, i64 29, i64 30, i64 31>
  %69 = add <32 x i64> %46, %68
  %70 = bitcast <32 x i1> %49 to i32
  %71 = icmp ne i32 %70, 0
  br i1 %71, label %failed, label %checked, !prof !1

vector3:                                          ; preds = %next, %checked5
  %72 = phi i64 [ %115, %checked5 ], [ %30, %next ]
  %73 = sub i64 %9, %72
  %74 = call i64 @llvm.smin.i64(i64 %73, i64 8)
  %75 = trunc i64 %74 to i32
  %76 = insertelement <8 x i32> poison, i32 %75, i64 0
  %77 = shufflevector <8 x i32> %76, <8 x i32> poison, <8 x i32> zeroinitializer
  %78 = icmp ult <8 x i32> <i32 0, i32 1, i32 2, i32 3, i32 4, i32 5, i32 6, i32 7>, %77
  %79 = insertelement <8 x i64> poison, i64 %72, i64 0
  %80 = shufflevector <8 x i64> %79, <8 x i64> poison, <8 x i32> zeroinitializer
  %81 = add <8 x i64> %80, <i64 0, i64 1, i64 2, i64 3, i64 4, i64 5, i64 6, i64 7>
  %82 = add <8 x i64> %57, %81
  %83 = and <8 x i1> %60, %78
  %84 = bitcast <8 x i1> %83 to i8
  %85 = icmp ne i8 %84, 0
  br i1 %85, label %failed4, label %checked5, !prof !1

next:                                             ; preds = %some1, %checked
  br i1 %32, label %vector3, label %vector.end

vector.end:                                       ; preds = %next, %checked5
  br label %none2

failed:                                           ; preds = %vector
  store <32 x i64> %69, ptr %18, align 64
  store <32 x i64> %51, ptr %19, align 64
  store <32 x i64> %34, ptr %20, align 64
  br label %lanes

checked:                                          ; preds = %lanes.end, %vector
  %86 = getelementptr float, ptr %54, i64 %65
  %87 = load <16 x float>, ptr %86, align 4, !invariant.load !0
  %88 = getelementptr float, ptr %86, i64 16
  %89 = load <16 x float>, ptr %88, align 4, !invariant.load !0
  %90 = shufflevector <16 x float> %87, <16 x float> %89, <32 x i32> <i32 0, i32 1, i32 2, i32 3, i32 4, i32 5, i32 6, i32 7, i32 8, i32 9, i32 10, i32 11, i32 12, i32 13, i32 14, i32 15, i32 16, i32 17, i32 18, i32 19, i32 20, i32 21, i32 22, i32 23, i32 24, i32 25, i32 26, i32 27, i32 28, i32 29, i32 30, i32 31>
  %91 = getelementptr float, ptr %55, i64 %65
  %92 = shufflevector <32 x float> %90, <32 x float> poison, <16 x i32> <i32 0, i32 1, i32 2, i32 3, i32 4, i32 5, i32 6, i32 7, i32 8, i32 9, i32 10, i32 11, i32 12, i32 13, i32 14, i32 15>
  store <16 x float> %92, ptr %91, align 4
  %93 = getelementptr float, ptr %91, i64 16
  %94 = shufflevector <32 x float> %90, <32 x float> poison, <16 x i32> <i32 16, i32 17, i32 18, i32 19, i32 20, i32 21, i32 22, i32 23, i32 24, i32 25, i32 26, i32 27, i32 28, i32 29, i32 30, i32 31>
  store <16 x float> %94, ptr %93, align 4
  %95 = add nuw nsw i64 %65, 32
  %96 = icmp slt i64 %95, %30
  br i1 %96, label %vector, label %next

lanes:                                            ; preds = %failed
  %97 = bitcast <32 x i1> %49 to i32
  %98 = zext i32 %97 to i64
  br label %lane

lane:                                             ; preds = %lane, %lanes
  %99 = phi i64 [ %98, %lanes ], [ %110, %lane ]
  %100 = call i64 @llvm.cttz.i64(i64 %99, i1 true)
  %101 = getelementptr i64, ptr %18, i64 %100
  %102 = load i64, ptr %101, align 8
  %103 = getelementptr i64, ptr %19, i64 %100
  %104 = load i64, ptr %103, align 8
  %105 = getelementptr i64, ptr %20, i64 %100
  %106 = load i64, ptr %105, align 8
  %107 = getelementptr i64, ptr %0, i64 1
  %108 = load ptr, ptr %107, align 8
  call void %108(ptr %0, i64 0, i64 %102, i64 %104, i64 %106)
  %109 = sub i64 %99, 1
  %110 = and i64 %99, %109
  %111 = icmp ne i64 %110, 0
  br i1 %111, label %lane, label %lanes.end

lanes.end:                                        ; preds = %lane
  br label %checked

failed4:                                          ; preds = %vector3
  store <8 x i64> %82, ptr %25, align 64
  store <8 x i64> %62, ptr %26, align 64
  store <8 x i64> %36, ptr %27, align 64
  br label %lanes6

checked5:                                         ; preds = %lanes.end8, %vector3
  %112 = getelementptr float, ptr %54, i64 %72
  %113 = call <8 x float> @llvm.masked.load.v8f32.p0(ptr %112, i32 4, <8 x i1> %78, <8 x float> zeroinitializer), !invariant.load !0
  %114 = getelementptr float, ptr %55, i64 %72
  call void @llvm.masked.store.v8f32.p0(<8 x float> %113, ptr %114, i32 4, <8 x i1> %78)
  %115 = add nuw nsw i64 %72, 8
  %116 = icmp slt i64 %115, %9
  br i1 %116, label %vector3, label %vector.end

lanes6:                                           ; preds = %failed4
  %117 = bitcast <8 x i1> %83 to i8
  %118 = zext i8 %117 to i64
  br label %lane7

lane7:                                            ; preds = %lane7, %lanes6
  %119 = phi i64 [ %118, %lanes6 ], [ %130, %lane7 ]
  %120 = call i64 @llvm.cttz.i64(i64 %119, i1 true)
  %121 = getelementptr i64, ptr %25, i64 %120
  %122 = load i64, ptr %121, align 8
  %123 = getelementptr i64, ptr %26, i64 %120
  %124 = load i64, ptr %123, align 8
  %125 = getelementptr i64, ptr %27, i64 %120
  %126 = load i64, ptr %125, align 8
  %127 = getelementptr i64, ptr %0, i64 1
  %128 = load ptr, ptr %127, align 8
  call void %128(ptr %0, i64 0, i64 %122, i64 %124, i64 %126)
  %129 = sub i64 %119, 1
  %130 = and i64 %119, %129
  %131 = icmp ne i64 %130, 0
  br i1 %131, label %lane7, label %lanes.end8

lanes.end8:                                       ; preds = %lane7
  br label %checked5

loop.end:                                         ; preds = %none2
  br label %none
}

; Function Attrs: nocallback nofree nosync nounwind speculatable willreturn memory(none)
declare i64 @llvm.cttz.i64(i64, i1 immarg) #1

; Function Attrs: nocallback nofree nosync nounwind speculatable willreturn memory(none)
declare i64 @llvm.smin.i64(i64, i64) #1

; Function Attrs: nocallback nofree nosync nounwind willreturn memory(argmem: read)
declare <8 x float> @llvm.masked.load.v8f32.p0(ptr nocapture, i32 immarg, <8 x i1>, <8 x float>) #2

; Function Attrs: nocallback nofree nosync nounwind willreturn memory(argmem: write)
declare void @llvm.masked.store.v8f32.p0(<8 x float>, ptr nocapture, i32 immarg, <8 x i1>) #3

attributes #0 = { nounwind "min-legal-vector-width"="512" "prefer-vector-width"="512" "target-cpu"="znver4" }
attributes #1 = { nocallback nofree nosync nounwind speculatable willreturn memory(none) }
attributes #2 = { nocallback nofree nosync nounwind willreturn memory(argmem: read) }
attributes #3 = { nocallback nofree nosync nounwind willreturn memory(argmem: write) }

!0 = !{}
!1 = !{!"branch_weights", i32 1, i32 2000}
