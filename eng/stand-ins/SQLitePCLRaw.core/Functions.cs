namespace SQLitePCL;

/// <summary>A scalar function: reads its arguments and sets a result on the context.</summary>
public delegate void delegate_function_scalar(sqlite3_context ctx, object? user_data, sqlite3_value[] args);

/// <summary>One row of an aggregate; what must last until the group ends is kept in the context's state.</summary>
public delegate void delegate_function_aggregate_step(sqlite3_context ctx, object? user_data, sqlite3_value[] args);

/// <summary>The end of a group: sets the result. Called also for a group without rows.</summary>
public delegate void delegate_function_aggregate_final(sqlite3_context ctx, object? user_data);

/// <summary>Compares two texts for a collation: negative, zero or positive.</summary>
public delegate int strdelegate_collation(object? user_data, string s1, string s2);

/// <summary>Told that a transaction was rolled back.</summary>
public delegate void delegate_rollback(object? user_data);

/// <summary>What a function answers through. An aggregate has one for all the rows of a group.</summary>
public sealed class sqlite3_context
{
    /// <summary>For an aggregate to keep what it gathers; unused by scalar functions.</summary>
    public object? state;

    private nint _pointer;

    internal sqlite3_context()
    {
    }

    /// <summary>The native context: another one in each call, and none outside of one.</summary>
    internal nint Pointer
    {
        get => _pointer != 0
            ? _pointer
            : throw new InvalidOperationException("A function's context is only valid while the function is called.");
        set => _pointer = value;
    }
}

/// <summary>One argument of a function, valid while the function is called.</summary>
public sealed class sqlite3_value
{
    private nint _pointer;

    internal sqlite3_value(nint pointer) => _pointer = pointer;

    /// <summary>The native value.</summary>
    internal nint Pointer => _pointer != 0
        ? _pointer
        : throw new InvalidOperationException("A function's argument is only valid while the function is called.");

    /// <summary>Marks the end of the call.</summary>
    internal void Expire() => _pointer = 0;
}

/// <summary>A registered scalar function with the object that it was registered with.</summary>
internal sealed record ScalarFunction(delegate_function_scalar Call, object? UserData);

/// <summary>A registered aggregate with the object that it was registered with.</summary>
internal sealed record AggregateFunction(
    delegate_function_aggregate_step Step, delegate_function_aggregate_final Final, object? UserData);

/// <summary>A registered collation, with the connection to interrupt should it fail.</summary>
internal sealed record Collation(strdelegate_collation Compare, object? UserData, nint Connection);

/// <summary>A rollback hook with the object that it was registered with.</summary>
internal sealed record RollbackHook(delegate_rollback Call, object? UserData);
