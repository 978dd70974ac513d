"""parallel.py - the rows of parallel.c in Python: a line "name rate" each."""
import concurrent.futures
import multiprocessing as mp
import multiprocessing.pool
import queue
import threading
import time


def rate(function, count):
    start = time.perf_counter()
    function(count)
    return count / (time.perf_counter() - start)


def pairs(lock):
    def run(count):
        for _ in range(count):
            lock.acquire()
            lock.release()
    return run


def with_process(target, *arguments):
    child = mp.Process(target=target, args=arguments, daemon=True)
    child.start()
    return child


def answer_events(ping, pong, count):
    for _ in range(count):
        ping.wait()
        ping.clear()
        pong.set()


def event_trips(count):
    ping, pong = mp.Event(), mp.Event()
    child = with_process(answer_events, ping, pong, count)
    for _ in range(count):
        ping.set()
        pong.wait()
        pong.clear()
    child.join()


def turns(condition, turn, me, count):
    for _ in range(count):
        with condition:
            while turn.value % 2 != me:
                condition.wait()
            turn.value += 1
            condition.notify()


def condition_trips(count):
    condition, turn = mp.Condition(), mp.Value('i', 0, lock=False)
    child = with_process(turns, condition, turn, 1, count)
    turns(condition, turn, 0, count)
    child.join()


def meet(barrier, count):
    for _ in range(count):
        barrier.wait()


def barrier_trips(count):
    barrier = mp.Barrier(2)
    child = with_process(meet, barrier, count)
    meet(barrier, count)
    child.join()


def put(q, count):
    for _ in range(count):
        q.put(b'x' * 64)


def get(q, count):
    for _ in range(count):
        q.get()


def through(kind, start, sides):
    def run(count):
        q = kind(1024)
        getters = [start(target=get, args=(q, count // sides))
                   for _ in range(sides)]
        putters = [start(target=put, args=(q, count // sides))
                   for _ in range(sides)]
        for task in getters + putters:
            task.start()
        for task in putters + getters:
            task.join()
    return run


def echo(end, count):
    for _ in range(count):
        end.send_bytes(end.recv_bytes())


def pipe_trips(count):
    mine, theirs = mp.Pipe()
    child = with_process(echo, theirs, count)
    for _ in range(count):
        mine.send_bytes(b'x' * 64)
        mine.recv_bytes()
    child.join()


def sink(end, count):
    for _ in range(count):
        end.recv_bytes()
    end.send_bytes(b'end')


def one_way(size):
    def run(count):
        mine, theirs = mp.Pipe()
        child = with_process(sink, theirs, count)
        message = b'x' * size
        for _ in range(count):
            mine.send_bytes(message)
        mine.recv_bytes()
        child.join()
    return run


def nothing():
    pass


def by(method):
    return mp.get_context(method).Process


def compute(number):
    for _ in range(100000):
        number = (number * 1664525 + 1013904223) & 0xffffffff
    return number


def speed_up(kind):
    with kind(2) as workers:
        workers.map(compute, range(16))
        start = time.perf_counter()
        for number in range(16):
            compute(number)
        alone = time.perf_counter() - start
        start = time.perf_counter()
        workers.map(compute, range(16))
        return alone / (time.perf_counter() - start)


def starts(kind):
    def run(count):
        for _ in range(count):
            task = kind(target=nothing)
            task.start()
            task.join()
    return run


def add(value, count):
    for _ in range(count):
        with value.get_lock():
            value.value += 1


def value_by(processes):
    def run(count):
        value = mp.Value('q', 0)
        children = [with_process(add, value, count // processes)
                    for _ in range(processes)]
        for child in children:
            child.join()
    return run


def increment(number):
    return number + 1


def executor_trips(count):
    with concurrent.futures.ThreadPoolExecutor(2) as executor:
        for i in range(count):
            executor.submit(increment, i).result()


def executor_map(count):
    with concurrent.futures.ThreadPoolExecutor(2) as executor:
        list(executor.map(increment, range(count)))


def pool_trips(count):
    with mp.Pool(2) as pool:
        for i in range(count):
            pool.apply_async(increment, (i,)).get()


def pool_map(chunk):
    def run(count):
        with mp.Pool(2) as pool:
            pool.map(increment, range(count), chunk)
    return run


def append(items):
    def run(count):
        for i in range(count):
            items.append(i)
    return run


def append_shared(count):
    array = mp.Array('l', 1024)
    at = mp.Value('L', 0, lock=False)
    for i in range(count):
        with array.get_lock():
            array[at.value % 1024] = i
            at.value += 1


if __name__ == '__main__':
    mp.set_start_method('fork')
    bounded = mp.Semaphore(1)
    event = mp.Event()
    manager = mp.Manager()

    def sets(count):
        for _ in range(count):
            event.set()

    for name, function, count in [
            ('lock_threads', pairs(threading.Lock()), 300000),
            ('lock_processes', pairs(mp.Lock()), 300000),
            ('rlock_threads', pairs(threading.RLock()), 300000),
            ('semaphore', pairs(bounded), 300000),
            ('event_set', sets, 50000),
            ('event_trip', event_trips, 3000),
            ('condition_trip', condition_trips, 3000),
            ('barrier_trip', barrier_trips, 3000),
            ('queue_threads_1', through(queue.Queue, threading.Thread, 1),
             20000),
            ('queue_threads_4', through(queue.Queue, threading.Thread, 4),
             20000),
            ('ring_queue_1', through(queue.Queue, threading.Thread, 1), 20000),
            ('ring_queue_4', through(queue.Queue, threading.Thread, 4), 20000),
            ('queue_processes_1', through(mp.Queue, mp.Process, 1), 20000),
            ('queue_processes_4', through(mp.Queue, mp.Process, 4), 20000),
            ('pipe_trip', pipe_trips, 5000),
            ('pipe_small', one_way(64), 30000),
            ('pipe_large', one_way(1 << 20), 200),
            ('process', starts(mp.Process), 100),
            ('process_spawn', starts(by('spawn')), 10),
            ('process_forkserver', starts(by('forkserver')), 40),
            ('thread', starts(threading.Thread), 1000),
            ('value_1', value_by(1), 50000),
            ('value_4', value_by(4), 50000),
            ('thread_pool_trip', executor_trips, 3000),
            ('thread_pool_map', executor_map, 10000),
            ('pool_trip', pool_trips, 1000),
            ('pool_map', pool_map(None), 200000),
            ('pool_map_ones', pool_map(1), 5000),
            ('manager_append', append(manager.list()), 10000),
            ('shared_append', append_shared, 50000)]:
        print(name, rate(function, count), flush=True)
    print('speed_up_threads', speed_up(multiprocessing.pool.ThreadPool))
    print('speed_up_processes', speed_up(mp.Pool))
