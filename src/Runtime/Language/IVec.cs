namespace LiVOS.Runtime.Language;

/// <summary>
/// A vector of floats of a device's native width: 16, 8, 4 or 1 lanes. Lanes are consecutive channels unless the kernel says otherwise.
/// </summary>
/// <typeparam name="TVec">The implementing type.</typeparam>
public interface IVec<TVec> where TVec : struct, IVec<TVec>
{
    /// <summary>The number of lanes.</summary>
    static abstract int Width { get; }

    /// <summary>Reads <see cref="Width"/> consecutive elements, from any alignment.</summary>
    static abstract TVec Load(ArrayView<float> view, int index);

    /// <summary>Writes <see cref="Width"/> consecutive elements, at any alignment.</summary>
    static abstract void Store(TVec value, ArrayView<float> view, int index);

    /// <summary>As <see cref="Load(ArrayView{float}, int)"/>, but aligned: the
    /// first element's address is a multiple of the vector's size, or of 16 bytes if that is less. A GPU
    /// then reads in one access. Tensors and shared arrays begin at such an address.</summary>
    static abstract TVec LoadAligned(ArrayView<float> view, int index);

    /// <summary>As <see cref="Store(TVec, ArrayView{float}, int)"/>, but aligned as in <see cref="LoadAligned(ArrayView{float}, int)"/>.</summary>
    static abstract void StoreAligned(TVec value, ArrayView<float> view, int index);

    /// <summary>As <see cref="Store(TVec, ArrayView{float}, int)"/>, for large results that are read much later. A
    /// processor then writes whole lines past its caches, without reading them
    /// first, if the vector's size divides the address; on other devices it is a plain store.</summary>
    static abstract void StoreStreaming(TVec value, ArrayView<float> view, int index);

    /// <summary>As <see cref="Load(ArrayView{float}, int)"/>, of numbers that memory holds as <typeparamref name="T"/>.</summary>
    /// <typeparam name="T">float, or <see cref="Half"/>.</typeparam>
    static abstract TVec Load<T>(ArrayView<T> view, int index) where T : unmanaged;

    /// <summary>As <see cref="Store(TVec, ArrayView{float}, int)"/>, to memory that holds numbers as <typeparamref name="T"/>: rounded to the nearest one, ties
    /// to the even one.</summary>
    /// <typeparam name="T">float, or <see cref="Half"/>.</typeparam>
    static abstract void Store<T>(TVec value, ArrayView<T> view, int index) where T : unmanaged;

    /// <summary>As <see cref="Load{T}"/>, but aligned as in <see cref="LoadAligned(ArrayView{float}, int)"/>.</summary>
    /// <typeparam name="T">float, or <see cref="Half"/>.</typeparam>
    static abstract TVec LoadAligned<T>(ArrayView<T> view, int index) where T : unmanaged;

    /// <summary>As <see cref="Store{T}"/>, but aligned as in <see cref="LoadAligned(ArrayView{float}, int)"/>.</summary>
    /// <typeparam name="T">float, or <see cref="Half"/>.</typeparam>
    static abstract void StoreAligned<T>(TVec value, ArrayView<T> view, int index) where T : unmanaged;

    /// <summary>The same value in every lane.</summary>
    static abstract TVec Splat(float value);

    /// <summary><c>a * b + c</c>, rounded once.</summary>
    static abstract TVec Fma(TVec a, TVec b, TVec c);

    /// <summary>The larger of each pair of lanes.</summary>
    static abstract TVec Max(TVec a, TVec b);

    /// <summary>The smaller of each pair of lanes.</summary>
    static abstract TVec Min(TVec a, TVec b);

    /// <summary>The absolute value of each lane.</summary>
    static abstract TVec Abs(TVec a);

    /// <summary>e to the power of each lane, within 2 units in the last place.</summary>
    static abstract TVec Exp(TVec a);

    /// <summary>The magnitude of <paramref name="magnitude"/> with the sign of <paramref name="sign"/>.</summary>
    static abstract TVec CopySign(TVec magnitude, TVec sign);

    /// <summary>The sum of all lanes.</summary>
    static abstract float ReduceAdd(TVec a);

    /// <summary>The largest lane.</summary>
    static abstract float ReduceMax(TVec a);

    /// <summary>Lane by lane.</summary>
    static abstract TVec operator +(TVec a, TVec b);

    /// <summary>Lane by lane.</summary>
    static abstract TVec operator -(TVec a, TVec b);

    /// <summary>Lane by lane.</summary>
    static abstract TVec operator *(TVec a, TVec b);

    /// <summary>Lane by lane.</summary>
    static abstract TVec operator /(TVec a, TVec b);
}
