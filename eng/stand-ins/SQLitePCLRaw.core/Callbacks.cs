using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace SQLitePCL;

/// <summary>What SQLite calls. No exception may leave these methods.</summary>
internal static unsafe class Callbacks
{
    /// <summary>xFunc of a scalar function.</summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    public static void Scalar(nint pointer, int count, nint* arguments)
    {
        try
        {
            var function = Target<ScalarFunction>(NativeMethods.sqlite3_user_data(pointer));
            var context = new sqlite3_context { Pointer = pointer };
            var values = Wrap(count, arguments);
            try
            {
                function.Call(context, function.UserData, values);
            }
            finally
            {
                Expire(context, values);
            }
        }
        catch (Exception failure)
        {
            SetError(pointer, failure);
        }
    }

    /// <summary>xStep of an aggregate. The group's native memory holds a handle of its managed context.</summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    public static void Step(nint pointer, int count, nint* arguments)
    {
        try
        {
            var function = Target<AggregateFunction>(NativeMethods.sqlite3_user_data(pointer));
            var slot = NativeMethods.sqlite3_aggregate_context(pointer, sizeof(nint));
            if (slot == null)
            {
                NativeMethods.sqlite3_result_error_nomem(pointer);
                return;
            }

            if (*slot == 0)
            {
                *slot = GCHandle.ToIntPtr(GCHandle.Alloc(new sqlite3_context()));
            }

            var context = Target<sqlite3_context>(*slot);
            context.Pointer = pointer;
            var values = Wrap(count, arguments);
            try
            {
                function.Step(context, function.UserData, values);
            }
            finally
            {
                Expire(context, values);
            }
        }
        catch (Exception failure)
        {
            SetError(pointer, failure);
        }
    }

    /// <summary>xFinal of an aggregate: called once for each group, also when the statement is abandoned.</summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    public static void Final(nint pointer)
    {
        try
        {
            var function = Target<AggregateFunction>(NativeMethods.sqlite3_user_data(pointer));
            var context = TakeGroup(pointer) ?? new sqlite3_context();
            context.Pointer = pointer;
            try
            {
                function.Final(context, function.UserData);
            }
            finally
            {
                Expire(context, []);
            }
        }
        catch (Exception failure)
        {
            SetError(pointer, failure);
        }
    }

    /// <summary>xCompare of a collation.</summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    public static int Compare(nint handle, int leftLength, byte* left, int rightLength, byte* right)
    {
        if (CallbackFailure.IsPending)
        {
            return 0;
        }

        var connection = (nint)0;
        try
        {
            var collation = Target<Collation>(handle);
            connection = collation.Connection;
            return collation.Compare(
                collation.UserData,
                Utf8.Decode(left, leftLength) ?? string.Empty,
                Utf8.Decode(right, rightLength) ?? string.Empty);
        }
        catch (Exception failure)
        {
            CallbackFailure.Record(failure);
            if (connection != 0)
            {
                // So that a writing statement does not go on with a wrong order, and is undone.
                NativeMethods.sqlite3_interrupt(connection);
            }

            return 0;
        }
    }

    /// <summary>The rollback hook.</summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    public static void Rollback(nint handle)
    {
        try
        {
            if (GCHandle.FromIntPtr(handle).Target is sqlite3 { RollbackHook: { } hook })
            {
                hook.Call(hook.UserData);
            }
        }
        catch (Exception failure)
        {
            CallbackFailure.Record(failure);
        }
    }

    /// <summary>xDestroy of functions and collations.</summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    public static void Destroy(nint handle) => GCHandle.FromIntPtr(handle).Free();

    private static T Target<T>(nint handle)
        where T : class => (T)GCHandle.FromIntPtr(handle).Target!;

    /// <summary>The managed context of a group that is about to end; null where the group had no rows.</summary>
    private static sqlite3_context? TakeGroup(nint pointer)
    {
        var slot = NativeMethods.sqlite3_aggregate_context(pointer, 0);
        if (slot == null || *slot == 0)
        {
            return null;
        }

        var handle = GCHandle.FromIntPtr(*slot);
        *slot = 0;
        var context = (sqlite3_context)handle.Target!;
        handle.Free();
        return context;
    }

    private static sqlite3_value[] Wrap(int count, nint* arguments)
    {
        var values = count == 0 ? [] : new sqlite3_value[count];
        for (var i = 0; i < count; i++)
        {
            values[i] = new sqlite3_value(arguments[i]);
        }

        return values;
    }

    private static void Expire(sqlite3_context context, sqlite3_value[] values)
    {
        context.Pointer = 0;
        foreach (var value in values)
        {
            value.Expire();
        }
    }

    private static void SetError(nint pointer, Exception failure)
    {
        using var message = new EncodedText(failure.Message, stackalloc byte[EncodedText.StackBytes]);
        fixed (byte* text = message.Bytes)
        {
            NativeMethods.sqlite3_result_error(pointer, text == null ? Utf8.Empty : text, message.Bytes.Length);
        }
    }
}
