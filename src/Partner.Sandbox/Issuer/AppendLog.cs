using System.Buffers;
using Microsoft.Win32.SafeHandles;

namespace Partner.Sandbox.Issuer;

/// <summary>
/// An append-only file of lines. Many callers share one flush: a thread of its own writes what has gathered while the
/// flush before was under way, flushes to the disk and then completes all their tasks at once.
/// </summary>
internal sealed class AppendLog : IDisposable
{
    private readonly object _gate = new();
    private readonly SafeFileHandle _file;
    private readonly Thread _writer;
    private long _end;
    private ArrayBufferWriter<byte> _gathering = new();
    private ArrayBufferWriter<byte> _writing = new();
    private TaskCompletionSource _flushed = NewBatch();
    private Exception? _failure;
    private bool _closing;

    private AppendLog(SafeFileHandle file, long end)
    {
        _file = file;
        _end = end;
        _writer = new Thread(Write) { IsBackground = true, Name = "issuer log" };
        _writer.Start();
    }

    /// <summary>
    /// Opens a log and reads it. What follows the last line feed is a line that was being written when the process
    /// died: nobody was told of it, so it is cut off.
    /// </summary>
    /// <param name="path">The file; made when missing.</param>
    /// <param name="line">
    /// Takes each line; throws <see cref="InvalidDataException"/> for one that it does not understand.
    /// </param>
    /// <exception cref="InvalidDataException">A complete line is damaged; the message has its number.</exception>
    /// <exception cref="IOException">Another process has the log, or the disk fails.</exception>
    public static AppendLog Open(string path, LineReader.OnLine line)
    {
        var file = File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        try
        {
            var end = LineReader.Read(file, line);
            if (RandomAccess.GetLength(file) > end)
            {
                RandomAccess.SetLength(file, end);
                RandomAccess.FlushToDisk(file);
            }

            return new AppendLog(file, end);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Appends a line. Lines get into the file in the order of the calls.</summary>
    /// <param name="line">The line without its line feed.</param>
    /// <returns>Completes when the line is on the disk; faulted when that failed, as are all later ones.</returns>
    public Task Append(ReadOnlySpan<byte> line)
    {
        lock (_gate)
        {
            if (_failure is not null || _closing)
            {
                return Task.FromException(_failure ?? new ObjectDisposedException(nameof(AppendLog)));
            }

            _gathering.Write(line);
            _gathering.Write("\n"u8);
            Monitor.Pulse(_gate);
            return _flushed.Task;
        }
    }

    /// <summary>Writes what has gathered, then closes the file.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _closing = true;
            Monitor.Pulse(_gate);
        }

        _writer.Join();
        _file.Dispose();
    }

    private static TaskCompletionSource NewBatch() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void Write()
    {
        while (TakeBatch() is { } batch)
        {
            try
            {
                RandomAccess.Write(_file, _writing.WrittenSpan, _end);
                RandomAccess.FlushToDisk(_file);
                _end += _writing.WrittenCount;
                batch.SetResult();
            }
            catch (IOException failure)
            {
                Fail(batch, failure);
                return;
            }
        }
    }

    private TaskCompletionSource? TakeBatch()
    {
        lock (_gate)
        {
            while (_gathering.WrittenCount == 0)
            {
                if (_closing)
                {
                    return null;
                }

                Monitor.Wait(_gate);
            }

            (_gathering, _writing) = (_writing, _gathering);
            _gathering.ResetWrittenCount();
            var batch = _flushed;
            _flushed = NewBatch();
            return batch;
        }
    }

    /// <summary>Nothing may be acknowledged any more: what is in memory is ahead of the disk.</summary>
    private void Fail(TaskCompletionSource batch, IOException failure)
    {
        batch.SetException(failure);
        lock (_gate)
        {
            _failure = failure;
            _flushed.SetException(failure);
        }
    }
}
