namespace Partner.Storage.Auditing;

/// <summary>The operation that a row belongs to. The end of all rows comes after every operation.</summary>
internal readonly record struct OperationKey(string PartnerId, string OperationId) : IComparable<OperationKey>
{
    public static OperationKey End => default;

    public bool IsEnd => PartnerId is null;

    public int CompareTo(OperationKey other)
    {
        if (IsEnd || other.IsEnd)
        {
            return IsEnd.CompareTo(other.IsEnd);
        }

        var partners = string.CompareOrdinal(PartnerId, other.PartnerId);
        return partners != 0 ? partners : string.CompareOrdinal(OperationId, other.OperationId);
    }
}

/// <summary>Rows in the order of their operations.</summary>
internal interface IKeyedRows
{
    /// <summary>The operation of the next row.</summary>
    OperationKey Next { get; }
}

/// <summary>Rows in the order of their operations, taken one operation at a time.</summary>
internal sealed class KeyedRows<T> : IKeyedRows, IDisposable
{
    private readonly IEnumerator<(OperationKey Key, T Value)> _rows;

    public KeyedRows(IEnumerable<(OperationKey Key, T Value)> rows)
    {
        _rows = rows.GetEnumerator();
        Advance();
    }

    public OperationKey Next { get; private set; }

    /// <summary>Takes the rows of an operation, which must not come after the next row's.</summary>
    public IReadOnlyList<T> Take(OperationKey key)
    {
        if (Next != key)
        {
            return [];
        }

        var taken = new List<T>();
        do
        {
            taken.Add(_rows.Current.Value);
            Advance();
        }
        while (Next == key);
        return taken;
    }

    public void Dispose() => _rows.Dispose();

    private void Advance() => Next = _rows.MoveNext() ? _rows.Current.Key : OperationKey.End;
}
